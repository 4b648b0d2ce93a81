import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { addEvent, type ContainerRecord } from '../group-model/group-record.ts';
import type {
  ContainerEnd,
  ContainerListener,
  ExecListener,
  ExecSession,
  RunningContainer,
  TerminalSize,
} from '../runtime/container-runtime.ts';
import { ContainerLog } from './container-log.ts';
import { type ForcedEnd, outOfMemoryEnd, platformKillExitCode } from './forced-end.ts';
import type { RunContext } from './run-context.ts';

/** What a shell answers for a program that it cannot find. */
const notExecutableExitCode = 127;
/** A container that ran this long begins anew with its waits between restarts. */
const backOffResetMs = 600_000;

/** How long a container has after SIGTERM, and on which clock. */
export type StopGrace = { clock: Clock; graceMs: number };

export type ContainerRunOptions = {
  record: ContainerRecord;
  /** Starts a new instance. */
  launch(listener: ContainerListener): RunningContainer;
  /** Watches a running instance by its probes; returns a function that ends that. */
  watch(
    instance: RunningContainer,
    on: { onUnhealthy(message: string): void; onDead(message: string): void },
  ): () => void;
  /** Whether a container that ended by itself is started again. */
  restartsAfter(exitCode: number): boolean;
  onStarted(): void;
  /** The container has ended and is not started again. */
  onFinished(exitCode: number): void;
  /** The record has changed. */
  onChanged(): void;
};

/** One container of a run of its group: from its first start, over its restarts, to its last end. */
export class ContainerRun {
  readonly #context: RunContext;
  readonly #options: ContainerRunOptions;
  #log = new ContainerLog();
  #instance: RunningContainer | undefined;
  #stopping = false;
  #forcedEnd: ForcedEnd | undefined;
  #backOffs = 0;
  #cancelTimer = (): void => {};
  #stopWatching = (): void => {};
  #startedMs = 0;
  #instanceEnd = endOfInstance();

  constructor(context: RunContext, options: ContainerRunOptions) {
    this.#context = context;
    this.#options = options;
  }

  get record(): ContainerRecord {
    return this.#options.record;
  }

  /** The output of the current instance. */
  get log(): ContainerLog {
    return this.#log;
  }

  /** Runs a command in the current instance. */
  exec(
    command: string[],
    { terminal, ...listener }: ExecListener & { terminal?: TerminalSize },
  ): ExecSession {
    if (this.#instance) return this.#instance.exec(command, terminal ? { terminal } : {}, listener);
    queueMicrotask(() => listener.ended({ message: 'The container has ended.' }));
    return { write: () => {}, kill: () => {} };
  }

  start(): void {
    const { clock } = this.#context;
    const { record, launch, onStarted, onChanged } = this.#options;
    const log = new ContainerLog();
    this.#log = log;
    this.#instanceEnd = endOfInstance();
    const instance = launch({
      started: (process) => {
        if (process) record.process = process;
        this.#startedMs = clock.now();
        record.currentState = { state: 'Running', startTime: isoNow(clock.now()), detailStatus: '' };
        this.#event('Started', 'Started container');
        onChanged();
        onStarted();
        this.#stopWatching = this.#options.watch(instance, {
          onUnhealthy: (message) => {
            this.#event('Unhealthy', message, 'Warning');
            onChanged();
          },
          onDead: (message) => {
            this.#event('Killing', message);
            this.#signal(instance, { clock, graceMs: this.#context.timings.stopGraceMs });
          },
        });
      },
      output: (data) => log.append(data, clock.now()),
      ended: (end) => this.#ended(end),
    });
    this.#instance = instance;
  }

  /** Ends the container for good: SIGTERM, and SIGKILL when the grace has passed. A second call may shorten it. */
  async stop(grace: StopGrace): Promise<void> {
    this.#stopping = true;
    this.#cancelTimer();
    this.#stopWatching();
    if (this.#instance) await this.#signal(this.#instance, grace);
  }

  /** Ends the current instance as the platform does; the restart policy still applies. */
  kill(forced: ForcedEnd): void {
    if (!this.#instance) return;
    this.#forcedEnd = forced;
    this.#instance.signal('SIGKILL');
  }

  /** The next end is shown as this, whatever it is. */
  forceEnd(forced: ForcedEnd): void {
    this.#forcedEnd = forced;
  }

  /** SIGTERM, and SIGKILL when the grace has passed; resolves when the instance has ended. */
  async #signal(instance: RunningContainer, { clock, graceMs }: StopGrace): Promise<void> {
    instance.signal('SIGTERM');
    const cancelKill = clock.at(clock.now() + graceMs, () => instance.signal('SIGKILL'));
    await this.#instanceEnd.promise;
    cancelKill();
  }

  #ended(end: ContainerEnd): void {
    const { record, onChanged, onFinished, restartsAfter } = this.#options;
    const { exitCode, detailStatus } = this.#forcedEnd ?? endOf(end);
    this.#forcedEnd = undefined;
    this.#instance = undefined;
    this.#stopWatching();
    if (end.kind === 'failed') {
      this.#event('Failed', `Error: Failed to start container ${record.name}: ${end.message}`, 'Warning');
    } else {
      this.#event('Killing', `Killing container with id ${randomBytes(32).toString('hex')}.`);
    }
    const finishTime = isoNow(this.#context.clock.now());
    record.currentState = {
      state: 'Terminated',
      startTime: record.currentState?.startTime ?? finishTime,
      exitCode,
      finishTime,
      detailStatus: detailStatus ?? (exitCode === 0 ? 'Completed' : 'Error'),
    };
    delete record.process;
    this.#log.end();
    if (!this.#stopping && restartsAfter(exitCode)) {
      this.#backOff();
    } else {
      onFinished(exitCode);
    }
    onChanged();
    this.#instanceEnd.resolve();
  }

  #backOff(): void {
    const { clock, timings } = this.#context;
    const { record, onChanged } = this.#options;
    if (clock.now() - this.#startedMs >= backOffResetMs) this.#backOffs = 0;
    const waitMs = Math.min(timings.backOffMs * 2 ** this.#backOffs++, timings.backOffLimitMs);
    record.previousState = record.currentState;
    record.currentState = {
      state: 'Waiting',
      detailStatus: `CrashLoopBackOff: Back-off ${waitMs / 1000}s restarting failed container`,
    };
    this.#event('BackOff', 'Back-off restarting failed container', 'Warning');
    this.#cancelTimer = clock.at(clock.now() + waitMs, () => {
      record.restartCount++;
      this.start();
      onChanged();
    });
  }

  #event(name: string, message: string, type: 'Normal' | 'Warning' = 'Normal'): void {
    addEvent(this.record.events, this.#context.clock.now(), { name, message, type });
  }
}

function endOfInstance(): { promise: Promise<void>; resolve(): void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve: () => resolve() };
}

function endOf(end: ContainerEnd): ForcedEnd {
  if (end.kind === 'failed') return { exitCode: notExecutableExitCode };
  if (end.kind === 'lost') return { exitCode: platformKillExitCode };
  return end.outOfMemory ? outOfMemoryEnd : { exitCode: end.exitCode };
}

function isoNow(nowMs: number): string {
  return new Date(nowMs).toISOString();
}
