import { type Clock, VirtualClock } from '../clock.ts';
import type {
  CrashPoint,
  DurableEngine,
  DurableFunctions,
  HistoryEvent,
  InProcessClient,
  LogEntry,
  StatusBody,
} from '../durable/index.ts';
import type { FunctionsHost } from '../functions/index.ts';
import type { AppLog } from './app-log.ts';
import type { ActivityDesk, ActivityFaults, RecordedCall } from './faults/activity-faults.ts';
import type { CrashPlan, WhichTurn, WhichTurns } from './faults/crash-plan.ts';
import type { EventFaults, WhichEvents } from './faults/event-faults.ts';
import type { OrchestratorObserver } from './observe/orchestrator-observer.ts';
import { openWork } from './open-work.ts';
import { askAgain } from './replay/ask-again.ts';
import type { SwappableEngine } from './swappable-engine.ts';
import type { TrapError } from './trap-error.ts';
import type { Traps } from './traps.ts';
import { advanceBy, passTime, settle, type WaitLimits } from './waiting.ts';

export type TestHostParts = {
  host: FunctionsHost;
  clock: Clock;
  engine: SwappableEngine;
  functions: DurableFunctions;
  observer: OrchestratorObserver;
  traps: Traps;
  desk: ActivityDesk;
  events: EventFaults;
  crashes: CrashPlan;
  logs: AppLog[];
  engineLog: LogEntry[];
};

const finalStates = new Set(['Completed', 'Failed', 'Terminated']);

/** A running app in a test. Made by `startTestHost`. */
export class TestHost implements AsyncDisposable {
  readonly clock: Clock;
  /** Where the app's HTTP functions and the management API answer: `http://127.0.0.1:<port>`. */
  readonly origin: string;
  /** What the app logged; lines that a replay repeats are left out. */
  readonly logs: readonly AppLog[];
  /** What the engine logged, traps among it. */
  readonly engineLog: readonly LogEntry[];
  readonly #parts: TestHostParts;
  readonly #startedMs: number;
  #stopped: Promise<void> | undefined;

  constructor(parts: TestHostParts) {
    this.#parts = parts;
    this.clock = parts.clock;
    this.origin = parts.host.origin;
    this.logs = parts.logs;
    this.engineLog = parts.engineLog;
    this.#startedMs = parts.clock.now();
  }

  /** The engine that runs now; after a crash it is another one. */
  get engine(): DurableEngine {
    return this.#parts.engine.current;
  }

  /** Start, status, raise, terminate, query, purge and all else that the management API has, without HTTP. */
  get client(): InProcessClient {
    return this.engine.client;
  }

  /** Every call of an activity so far. */
  get calls(): readonly RecordedCall[] {
    return this.#parts.desk.calls;
  }

  /** The traps found so far, heard of or not. */
  get traps(): readonly TrapError[] {
    return this.#parts.traps.found;
  }

  /** Milliseconds on the host's clock since it started. */
  get elapsedMs(): number {
    return this.clock.now() - this.#startedMs;
  }

  /** Starts an orchestration once more when a crash comes between; resolves with its id. */
  async start(name: string, options: { instanceId: string; input?: unknown }): Promise<string> {
    const crashes = this.crashCount;
    try {
      return await this.client.start(name, options);
    } catch (error) {
      if (crashes === this.crashCount) throw error;
      await this.#parts.engine.whenIdle();
      if (this.client.status(options.instanceId)) return options.instanceId;
      return this.client.start(name, options);
    }
  }

  /** For activities of a test: lets seconds pass on the host's clock. */
  sleep(seconds: number): Promise<void> {
    return this.#parts.desk.sleep(seconds);
  }

  /** Waits until the instance has ended, letting time pass whenever nothing else goes on. Throws traps. */
  async waitFor(instanceId: string, limits: WaitLimits = {}): Promise<StatusBody> {
    await this.waitUntil(() => finalStates.has(this.#status(instanceId).runtimeStatus), {
      ...limits,
      what: `'${instanceId}' to end`,
      instanceId,
    });
    return this.#status(instanceId);
  }

  /** Lets time pass until something is true. Throws traps, and what is still open when nothing can happen any more. */
  waitUntil(
    condition: () => boolean,
    limits: WaitLimits & { what?: string; instanceId?: string } = {},
  ): Promise<void> {
    return passTime(this.#waiting(), condition, limits);
  }

  /** Lets all end that goes on, without moving the clock. Throws traps. */
  idle(): Promise<void> {
    return settle(this.#waiting());
  }

  /** Moves a virtual clock, timer by timer, and lets all end that this begins. Throws traps. */
  async advance(ms: number): Promise<void> {
    await advanceBy(this.#waiting(), this.#virtualClock(), ms);
  }

  /** What an instance still waits for, one line each; of every instance that has not ended, without an id. */
  openWork(instanceId?: string): string[] {
    const { observer, clock } = this.#parts;
    const parts = { engine: this.engine, observer, clock };
    if (instanceId !== undefined) return openWork(parts, instanceId);
    return this.client
      .list({ top: 100 })
      .instances.filter((one) => !finalStates.has(one.runtimeStatus))
      .flatMap((one) => [
        `'${one.instanceId}' (${one.name}) is ${one.runtimeStatus} and waits for:`,
        ...openWork(parts, one.instanceId).map((line) => `  ${line}`),
      ]);
  }

  /** The committed history of an instance's present execution. */
  history(instanceId: string): readonly HistoryEvent[] {
    return this.engine.history(instanceId) ?? [];
  }

  /** Fixes or delays answers of one activity. */
  activity(name: string): ActivityFaults {
    return this.#parts.desk.faults(name);
  }

  /** The next event of this name is accepted and never arrives. */
  loseEvent(name: string, which: WhichEvents = {}): void {
    this.#parts.events.add(name, 0, which);
  }

  /** The next event of this name arrives so many times. */
  repeatEvent(name: string, times = 2, which: WhichEvents = {}): void {
    this.#parts.events.add(name, times, which);
  }

  /** The engine dies at this point of a turn, once, and starts again on what was committed. */
  crashAt(point: CrashPoint, which: WhichTurn = {}): void {
    this.#parts.crashes.add(point, which);
  }

  /**
   * From now on the engine dies at this point of every turn of every instance, once each, or of some of them: where each crash
   * makes one more turn, as an activity does that runs again and wakes another instance, dying at all of them has no end.
   */
  crashAtEveryTurn(point: CrashPoint, which: WhichTurns = {}): void {
    this.#parts.crashes.addEveryTurn(point, which);
  }

  /** The engine dies now and starts again on what was committed; what was running runs again. */
  crash(): Promise<void> {
    return this.#parts.engine.crash();
  }

  get crashCount(): number {
    return this.#parts.engine.crashes;
  }

  /**
   * Replays every orchestration that ran from its own history once more, as its last turn has not been replayed yet.
   * Throws when one asks for something else, unless the host does not watch for it.
   */
  async checkReplays(): Promise<void> {
    for (const { instanceId, name } of this.#parts.observer.instances()) {
      const history = this.history(instanceId);
      if (history.length > 0) await askAgain(this.#parts.functions, name, instanceId, history);
    }
    this.#parts.traps.throwNew();
  }

  /** Replays all once more, stops, and throws traps that nobody has heard of. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  /** Stops without a last look, after another error. */
  async abandon(): Promise<void> {
    this.#stopped ??= Promise.resolve();
    await this.#parts.host.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #stop(): Promise<void> {
    try {
      await this.checkReplays();
    } finally {
      await this.#parts.host.stop();
    }
    this.#parts.traps.throwNew();
  }

  #status(instanceId: string): StatusBody {
    const status = this.client.status(instanceId);
    if (!status) throw new Error(`There is no instance '${instanceId}'.`);
    return status;
  }

  #waiting() {
    const { engine, traps, clock } = this.#parts;
    return { engine, traps, clock, openWork: (id?: string) => this.openWork(id) };
  }

  #virtualClock(): VirtualClock {
    if (this.clock instanceof VirtualClock) return this.clock;
    throw new Error('Only a virtual clock can be advanced: start the host with clock: "virtual".');
  }
}
