import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { ContainerEnd, ContainerListener, RunningContainer } from '../runtime/container-runtime.ts';
import { ContainerLog } from './container-log.ts';
import { addEvent, type ContainerRecord } from './group-record.ts';
import type { RunContext } from './run-context.ts';

/** The platform's exit code for a container that it ended itself. */
export const platformKillExitCode = 7147;
/** What a shell answers for a program that it cannot find. */
const notExecutableExitCode = 127;

/** How long a container has after SIGTERM, and on which clock. */
export type StopGrace = { clock: Clock; graceMs: number };

export type ContainerRunOptions = {
  record: ContainerRecord;
  /** Starts a new instance. */
  launch(listener: ContainerListener): RunningContainer;
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
  #forcedExitCode: number | undefined;
  #backOffs = 0;
  #cancelTimer = (): void => {};
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

  start(): void {
    const { clock } = this.#context;
    const { record, launch, onStarted, onChanged } = this.#options;
    const log = new ContainerLog();
    this.#log = log;
    this.#instanceEnd = endOfInstance();
    this.#instance = launch({
      started: (process) => {
        if (process) record.process = process;
        record.currentState = { state: 'Running', startTime: isoNow(clock.now()), detailStatus: '' };
        this.#event('Started', 'Started container');
        onChanged();
        onStarted();
      },
      output: (data) => log.append(data, clock.now()),
      ended: (end) => this.#ended(end),
    });
  }

  /** Ends the container for good: SIGTERM, and SIGKILL when the grace has passed. A second call may shorten it. */
  async stop(grace: StopGrace): Promise<void> {
    this.#stopping = true;
    this.#cancelTimer();
    const instance = this.#instance;
    if (!instance) return;
    const { clock, graceMs } = grace;
    instance.signal('SIGTERM');
    const cancelKill = clock.at(clock.now() + graceMs, () => instance.signal('SIGKILL'));
    await this.#instanceEnd.promise;
    cancelKill();
  }

  /** Ends the current instance as platform maintenance does; the restart policy still applies. */
  kill(exitCode = platformKillExitCode): void {
    if (!this.#instance) return;
    this.#forcedExitCode = exitCode;
    this.#instance.signal('SIGKILL');
  }

  #ended(end: ContainerEnd): void {
    const { record, onChanged, onFinished, restartsAfter } = this.#options;
    const exitCode = this.#forcedExitCode ?? exitCodeOf(end);
    this.#forcedExitCode = undefined;
    this.#instance = undefined;
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
      detailStatus: exitCode === 0 ? 'Completed' : 'Error',
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

function exitCodeOf(end: ContainerEnd): number {
  if (end.kind === 'exited') return end.exitCode;
  return end.kind === 'failed' ? notExecutableExitCode : platformKillExitCode;
}

function isoNow(nowMs: number): string {
  return new Date(nowMs).toISOString();
}
