import type { Clock } from '../../clock.ts';
import type { TypedData } from '../../typed-data.ts';
import { isMonitorable, type Schedule } from './schedule.ts';
import type { TimerStatus, TimerStatusStore } from './timer-status.ts';

export type TimerTriggerOptions = {
  name: string;
  schedule: Schedule;
  runOnStartup: boolean;
  /** Remember runs, and make up for one that was missed while the host was down. */
  useMonitor: boolean;
  clock: Clock;
  store: TimerStatusStore;
  /** Must not reject. */
  run(trigger: TypedData): Promise<void>;
  log(message: string): void;
};

/** One timer function: waits for the due time, runs, waits again. Never two runs at a time. */
export class TimerTrigger {
  readonly #options: TimerTriggerOptions;
  readonly #monitored: boolean;
  #status: TimerStatus | undefined;
  #cancel: (() => void) | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: TimerTriggerOptions) {
    this.#options = options;
    this.#monitored = options.useMonitor && isMonitorable(options.schedule, options.clock.now());
  }

  /** Runs what was missed or is wanted at start, then follows the schedule. */
  async start(): Promise<void> {
    const { name, clock, runOnStartup, log } = this.#options;
    const isPastDue = this.#monitored && (await this.#findMissedRun());
    if (isPastDue) log(`Function '${name}' is past due on startup. Executing now.`);
    if (isPastDue || runOnStartup) this.#run(clock.now(), isPastDue);
    else this.#wait();
  }

  /** Cancels the next run and waits for the one that goes on. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#running;
  }

  async #findMissedRun(): Promise<boolean> {
    const { name, clock, store, schedule } = this.#options;
    const nowMs = clock.now();
    const stored = store.read(name);
    const expectedMs = schedule.next(stored?.lastMs ?? stored?.updatedMs ?? nowMs);
    if (expectedMs === undefined) return false;
    // A changed schedule starts anew: what the old one would have run is not made up for.
    const isKnown = stored?.nextMs === expectedMs;
    this.#status = isKnown
      ? stored
      : {
          ...(stored?.lastMs !== undefined && { lastMs: stored.lastMs }),
          nextMs: schedule.next(nowMs) ?? expectedMs,
          updatedMs: nowMs,
        };
    if (!isKnown) await store.write(name, this.#status);
    return isKnown && nowMs > expectedMs;
  }

  #wait(): void {
    if (this.#stopped) return;
    const { name, clock, schedule, log } = this.#options;
    const dueMs = schedule.next(clock.now());
    if (dueMs === undefined) log(`Function '${name}' never runs: its schedule has no date.`);
    else this.#cancel = clock.at(dueMs, () => this.#run(dueMs, false));
  }

  #run(atMs: number, isPastDue: boolean): void {
    this.#running = this.#runOnce(atMs, isPastDue);
  }

  async #runOnce(atMs: number, isPastDue: boolean): Promise<void> {
    const { name, schedule, store, run, log } = this.#options;
    await run({ json: JSON.stringify(timerInfo(this.#status, isPastDue)) });
    this.#wait();
    if (!this.#monitored) return;
    this.#status = { lastMs: atMs, nextMs: schedule.next(atMs) ?? atMs, updatedMs: atMs };
    await store
      .write(name, this.#status)
      .catch((error: Error) => log(`Function '${name}': its status was not saved: ${error.message}`));
  }
}

/** What the function gets; the library turns the names into camel case. */
export function timerInfo(status: TimerStatus | undefined, isPastDue: boolean): unknown {
  return {
    Schedule: { AdjustForDST: true },
    ScheduleStatus: status
      ? { Last: isoTime(status.lastMs), Next: isoTime(status.nextMs), LastUpdated: isoTime(status.updatedMs) }
      : null,
    IsPastDue: isPastDue,
  };
}

/** .NET's spelling; its smallest date stands for "never". */
function isoTime(ms: number | undefined): string {
  if (ms === undefined) return '0001-01-01T00:00:00+00:00';
  return new Date(ms).toISOString().replace(/(\.000)?Z$/, '+00:00');
}
