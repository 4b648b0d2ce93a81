import type { Socket } from 'node:net';
import type { Clock } from '../../clock.ts';
import type { LogLevel } from '../log.ts';
import { CrashLimit } from './crash-limit.ts';
import type { FromHost, ToHost } from './messages.ts';
import { SilenceWatch } from './silence-watch.ts';
import type { WaitingRoom } from './waiting-room.ts';

/** A process that is, or will be, the host. */
export type HostProcess = {
  send(message: ToHost): void;
  /** False when the process is gone. */
  give(socket: Socket): boolean;
  /** What it was given and never took, when it has ended. */
  notTaken(): Socket[];
  /** Ends it whatever it does. */
  kill(): void;
  onMessage(listener: (message: FromHost) => void): void;
  onExit(listener: (exitCode: number) => void): void;
};

export type KeeperParts = {
  fork(): HostProcess;
  room: Pick<WaitingRoom, 'port' | 'sendTo' | 'takeBack' | 'hold' | 'refuse'>;
  clock: Clock;
  log(level: LogLevel, message: string): void;
  /** Whether a change of the app's files can bring a host back that does not start. */
  watches: boolean;
  /** Whether the next process may start beside the one that serves: not when both want the debugger's port. */
  forksEarly: boolean;
  /** Called once, when the first host answers. */
  onReady(): void;
  /** Called once, when no process is left and none will come. */
  onEnd(exitCode: number): void;
};

/** Forked; waits for the release, or loads. */
type Next = { host: HostProcess; isLoading: boolean; failure: string | undefined };

/** The exit code of a process that somebody else has killed: not the app's doing. */
const killedCode = 137;

/** A host that does not let go within this time is stuck, in an endless loop for example. */
const handOverLimitMs = 10_000;
/** How long a host that has let go may still serve requests that it had begun. */
const leaveLimitMs = 40_000;
/** The host's own grace twice, for requests and for activities, and some. */
const stopLimitMs = 25_000;

/**
 * Keeps one host process serving: a new one when the app's files change or when the process ends by itself. Of two
 * processes only one has the app loaded and the hub open: the next is started early, but waits for the release.
 */
export class HostKeeper {
  readonly #parts: KeeperParts;
  readonly #crashes: CrashLimit;
  readonly #alive = new Set<HostProcess>();
  #serving: HostProcess | undefined;
  #next: Next | undefined;
  #handingOver = false;
  #changedWhileLoading: string | undefined;
  #wasReady = false;
  #changedAtMs: number | undefined;
  #ending: { exitCode: number } | undefined;
  /** How the last process ended, when the app's code ended it. */
  #workerExit: string | undefined;
  #silence: SilenceWatch | undefined;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
    this.#crashes = new CrashLimit(parts.clock);
  }

  start(): void {
    this.#load();
  }

  /** Loads the app anew. Says why in one line, such as "src/a.js changed." */
  reload(reason: string): void {
    const { clock, log } = this.#parts;
    if (this.#ending) return;
    this.#crashes.forget();
    if (this.#next?.isLoading) {
      this.#changedWhileLoading = reason;
      return;
    }
    // The next has not read the app yet, and will find the newest.
    if (this.#handingOver) return;
    log('information', `${reason} Loading the app anew.`);
    this.#changedAtMs = clock.now();
    const old = this.#serving;
    if (!old) {
      this.#parts.room.hold();
      this.#load();
      return;
    }
    this.#handingOver = true;
    if (this.#parts.forksEarly) this.#forkNext();
    old.send({ kind: 'handOver' });
    clock.at(clock.now() + handOverLimitMs, () => {
      if (this.#serving !== old) return;
      log('warning', 'The host does not answer, so its process is killed. What ran in it runs again.');
      old.kill();
    });
  }

  /** Lets everything end. A second call does not wait. */
  stop(): void {
    if (this.#ending) {
      this.#ending.exitCode = 130;
      for (const host of this.#alive) host.kill();
      return;
    }
    this.#ending = { exitCode: 0 };
    const { clock } = this.#parts;
    for (const host of this.#alive) host.send({ kind: 'stop' });
    clock.at(clock.now() + stopLimitMs, () => {
      for (const host of this.#alive) host.kill();
    });
    this.#endWhenAlone();
  }

  #forkNext(): Next {
    const host = this.#parts.fork();
    this.#alive.add(host);
    const next: Next = { host, isLoading: false, failure: undefined };
    this.#next = next;
    host.onMessage((message) => this.#heard(host, message));
    host.onExit((exitCode) => this.#left(host, exitCode));
    return next;
  }

  /** Forks the next process unless there is one, and lets it load the app. */
  #load(): void {
    this.#handingOver = false;
    const next = this.#next ?? this.#forkNext();
    next.isLoading = true;
    const workerExit = this.#workerExit;
    next.host.send({ kind: 'start', port: this.#parts.room.port, ...(workerExit && { workerExit }) });
  }

  #heard(host: HostProcess, message: FromHost): void {
    if (message.kind === 'alive') {
      if (this.#serving === host) this.#silence?.heard();
    } else if (message.kind === 'restartAsked') this.reload('A restart was asked for over /admin.');
    else if (message.kind === 'failed' && this.#next?.host === host) this.#next.failure = message.reason;
    else if (message.kind === 'released' && this.#serving === host) this.#released();
    else if (message.kind === 'ready' && this.#next?.host === host) this.#ready(host, message);
  }

  #ready(host: HostProcess, message: FromHost & { kind: 'ready' }): void {
    const { room, log, clock, onReady } = this.#parts;
    const { functions, functionTimeoutMs, activitiesFailed } = message;
    this.#serving = host;
    this.#next = undefined;
    this.#workerExit = undefined;
    // Their orchestrations have heard of the end, and decide how often is too often.
    if (activitiesFailed > 0) this.#crashes.forget();
    if (functionTimeoutMs !== undefined) this.#watchForSilence(host, functionTimeoutMs);
    room.sendTo((socket) => host.give(socket));
    if (this.#changedAtMs !== undefined) {
      const seconds = ((clock.now() - this.#changedAtMs) / 1000).toFixed(1);
      log('information', `Serving again after ${seconds} s, ${functions.length} functions.`);
      this.#changedAtMs = undefined;
    }
    if (!this.#wasReady) {
      if (functions.length > 0) log('information', ['Functions:', ...functions].join('\n  '));
      onReady();
    }
    this.#wasReady = true;
    const reason = this.#changedWhileLoading;
    this.#changedWhileLoading = undefined;
    if (reason !== undefined) this.reload(reason);
  }

  /** Of a process that is stuck nothing can be heard, so only this one can end it. */
  #watchForSilence(host: HostProcess, functionTimeoutMs: number): void {
    this.#silence?.stop();
    this.#silence = new SilenceWatch(this.#parts.clock, functionTimeoutMs, () => {
      if (this.#serving !== host || this.#handingOver) return;
      this.#parts.log(
        'error',
        `A function has kept the app's process busy for longer than functionTimeout, ${functionTimeoutMs / 1000} s, in an endless loop for example. The process is killed, as the worker is on Azure.`,
      );
      this.#workerExit = exitText(killedCode);
      host.kill();
    });
  }

  #released(): void {
    const old = this.#serving;
    this.#serving = undefined;
    this.#silence?.stop();
    const { room, clock } = this.#parts;
    room.hold();
    clock.at(clock.now() + leaveLimitMs, () => old?.kill());
    this.#load();
  }

  #left(host: HostProcess, exitCode: number): void {
    this.#alive.delete(host);
    if (this.#ending) {
      if (host === this.#serving) this.#ending.exitCode ||= exitCode;
      this.#endWhenAlone();
    } else if (this.#serving === host) {
      this.#serving = undefined;
      this.#silence?.stop();
      this.#parts.room.hold();
      this.#parts.room.takeBack(host.notTaken());
      if (this.#handingOver) this.#load();
      else this.#startAfterCrash(exitCode);
    } else if (this.#next?.host === host) {
      const { failure } = this.#next;
      this.#next = undefined;
      if (failure !== undefined) this.#cannotStart(failure);
      else if (!this.#serving) this.#startAfterCrash(exitCode);
    } else this.#parts.room.takeBack(host.notTaken());
  }

  #startAfterCrash(exitCode: number): void {
    const { log, clock } = this.#parts;
    if (exitCode !== killedCode) this.#workerExit = exitText(exitCode);
    if (this.#crashes.crashed()) {
      this.#cannotStart(`The app's process ended ${this.#crashes.words}.`);
      return;
    }
    log(
      'warning',
      `The app's process ended with ${exitCode} and is started again.${this.#workerExit ? '' : ' What ran in it runs again.'}`,
    );
    this.#changedAtMs ??= clock.now();
    this.#load();
  }

  #cannotStart(reason: string): void {
    const { log, room, watches } = this.#parts;
    const reload = this.#changedWhileLoading;
    this.#changedWhileLoading = undefined;
    if (watches && this.#wasReady) {
      log('error', `${reason}\nThe host is down until a file of the app changes.`);
      this.#changedAtMs = undefined;
      room.refuse();
      if (reload !== undefined) this.reload(reload);
      return;
    }
    log('error', reason);
    this.#ending = { exitCode: 1 };
    for (const host of this.#alive) host.send({ kind: 'stop' });
    this.#endWhenAlone();
  }

  #endWhenAlone(): void {
    if (this.#ending && this.#alive.size === 0) this.#parts.onEnd(this.#ending.exitCode);
  }
}

/** The end of a worker, in the words of the real host. */
function exitText(exitCode: number): string {
  return `node exited with code ${exitCode} (0x${exitCode.toString(16).toUpperCase()})`;
}
