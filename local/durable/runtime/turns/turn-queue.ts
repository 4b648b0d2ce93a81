import { Fifo } from '../fifo.ts';
import type { LiveInstance } from '../instances/live-instance.ts';
import { runTurn } from './run-turn.ts';
import type { TurnParts } from './turn-parts.ts';

/** Turns of histories below this length are too cheap to be worth gathering messages for them. */
const longHistory = 400;

/** After so long a turn is tried again that broke outside the orchestrator's code. */
const retryBrokenMs = 1000;

/** So many begin before the event loop gets to see to requests and timers. */
const turnsPerTick = 128;

/** About what one event of the history costs in a turn: parsing, replaying and interpreting it. */
const costPerEventMs = 0.008;

/**
 * Starts the turns of instances that have messages: one at a time for each instance, so many at once in all.
 * A turn costs in proportion to the history. So that a fan-out of thousands does not pay that for every single
 * result, an instance with a long one rests after a turn about as long as a turn takes while more results may come.
 */
export class TurnQueue {
  readonly #runtime: TurnParts;
  readonly #ready = new Fifo<LiveInstance>();
  #running = 0;
  #isPumping = false;

  constructor(runtime: TurnParts) {
    this.#runtime = runtime;
  }

  /** Tells that the instance may have something to do. */
  wake(instance: LiveInstance): void {
    if (instance.isQueued || instance.isRunning || instance.isGone || this.#runtime.isStopping) return;
    instance.isQueued = true;
    this.#runtime.busy.begin();
    const restMs = this.#restMs(instance);
    if (restMs > 0) setTimeout(() => this.#enqueue(instance), restMs);
    else this.#enqueue(instance);
  }

  #restMs(instance: LiveInstance): number {
    const events = instance.history.length;
    if (events < longHistory || instance.activities.size === 0) return 0;
    return Math.max(0, instance.lastTurnEndedMs + events * costPerEventMs - performance.now());
  }

  #enqueue(instance: LiveInstance): void {
    this.#ready.push(instance);
    if (this.#isPumping) return;
    this.#isPumping = true;
    // Later in this tick: messages that come together are taken in one turn.
    queueMicrotask(() => this.#pump());
  }

  /** The limit counts turns whose code runs; those that wait for their commit do not hold up others. */
  #pump(): void {
    this.#isPumping = false;
    for (let started = 0; this.#running < this.#runtime.settings.maxConcurrentOrchestrators; started++) {
      if (this.#ready.size === 0) return;
      if (started === turnsPerTick) {
        this.#isPumping = true;
        setImmediate(() => this.#pump());
        return;
      }
      const instance = this.#ready.shift();
      if (instance) this.#start(instance);
    }
  }

  #start(instance: LiveInstance): void {
    instance.isQueued = false;
    instance.isRunning = true;
    this.#running++;
    let holdsPlace = true;
    const leavePlace = (): void => {
      if (!holdsPlace) return;
      holdsPlace = false;
      this.#running--;
      if (this.#ready.size > 0 && !this.#isPumping) this.#pump();
    };
    void runTurn(this.#runtime, instance, leavePlace)
      .catch((error: unknown) => {
        if (this.#runtime.isStopping || instance.isGone) return false;
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        setTimeout(() => this.wake(instance), retryBrokenMs).unref();
        this.#runtime.log({
          level: 'error',
          message: `A turn broke: ${text}`,
          instanceId: instance.instanceId,
        });
        return false;
      })
      .then((didSomething) => {
        leavePlace();
        instance.isRunning = false;
        instance.lastTurnEndedMs = performance.now();
        if (didSomething && (instance.inbox.length > 0 || instance.turns === 0)) this.wake(instance);
        this.#runtime.busy.end();
      });
  }
}
