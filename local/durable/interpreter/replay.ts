import {
  type EventRaised,
  eventType,
  type HistoryEvent,
  type Scheduling,
} from '../protocol/history-events.ts';
import type { Decision, Settle, TaskEnd, Wish } from './decision.ts';
import { EntityLocks } from './entity-locks.ts';
import type { Note, OrchestrationFacts, Rules } from './interpretation.ts';
import { MessageOrder } from './message-order.ts';
import { checkReplay } from './non-determinism.ts';

/** At which place of the sequence a timer was first asked for, and how it ended. */
export type AskedTimer = { place: number; end?: 'early' | 'due' };

/**
 * How far the host has come in one turn: what was asked for under which id, what of it is open, and who waits for what.
 * `runReplay` drives it along the history; the calls of the code schedule and wait through it.
 */
export class Replay {
  readonly facts: OrchestrationFacts;
  readonly rules: Rules;
  readonly history: readonly HistoryEvent[];
  readonly locks = new EntityLocks();
  readonly messageOrder = new MessageOrder();
  /** Events that came after the code had continued as new: the next execution's. */
  readonly carried: EventRaised[] = [];
  nowMs = 0;
  continued: { input: string | null } | undefined;
  refused = false;
  /** Where the sequence of actions stands. */
  position = 0;
  /** Calls with retries that have not ended: their timers may still take ids. */
  retrying = 0;
  /** The timers asked for, by their due times. */
  readonly timers = new Map<string, AskedTimer>();
  /** Actions started so far, against maxOrchestrationActions. */
  started = 0;
  readonly #pending = new Map<number, Decision>();
  readonly #open = new Map<number, { decision: Decision; settle: Settle }>();
  /** Which of the code's actions each id belongs to. */
  readonly #places = new Map<number, number>();
  readonly #waits = new Map<string, Settle[]>();
  readonly #buffered = new Map<string, EventRaised[]>();
  readonly #notes: Note[] = [];
  #firedTimers: Set<number> | undefined;
  #nextId = 0;

  constructor(facts: OrchestrationFacts, rules: Rules, history: readonly HistoryEvent[]) {
    this.facts = facts;
    this.rules = rules;
    this.history = history;
  }

  /** Activities, children and timers that the code has asked for and that have not ended. */
  get openTasks(): Decision[] {
    return [...this.#open.values()].map((task) => task.decision);
  }

  get hasOpenTasks(): boolean {
    return this.#open.size > 0;
  }

  /** What was asked for and is not in the history so far. */
  get pending(): Decision[] {
    return [...this.#pending.values()];
  }

  get notes(): readonly Note[] {
    return this.#notes;
  }

  /** Which of the code's actions these belong to. */
  get freshPlaces(): Set<number> {
    return new Set([...this.#pending.keys()].map((id) => this.#places.get(id) ?? 0));
  }

  /** Which of the code's actions the first open task belongs to. */
  get openPlace(): number | undefined {
    return this.#places.get([...this.#open.keys()][0] ?? -1);
  }

  /** The names of external events, and the request ids of entities, that are awaited. */
  get awaited(): string[] {
    return [...this.#waits.keys()];
  }

  /** Events that nobody awaited. */
  get unawaited(): EventRaised[] {
    return [...this.#buffered.values()].flat();
  }

  get nextId(): number {
    return this.#nextId;
  }

  /** Gives the wish the next id. With `settle`, the instance can't end before the task has. */
  schedule(wish: Wish, settle?: Settle): number {
    const decision = { ...wish, id: this.#nextId++ } as Decision;
    this.#pending.set(decision.id, decision);
    this.#places.set(decision.id, this.position - 1);
    if (settle) this.#open.set(decision.id, { decision, settle });
    return decision.id;
  }

  /** Calls back with the next event of this name that no later waiter takes; what came before is taken first. */
  waitForEvent(name: string, settle: Settle): void {
    const buffered = this.#buffered.get(name);
    const event = buffered?.shift();
    if (buffered?.length === 0) this.#buffered.delete(name);
    if (event) {
      settle({ ok: true, result: event.Input });
      return;
    }
    const waiters = this.#waits.get(name);
    if (waiters) waiters.push(settle);
    else this.#waits.set(name, [settle]);
  }

  /** The code has cancelled this timer: nothing waits for it any more. */
  cancelTimer(id: number): void {
    this.#open.delete(id);
  }

  /** Whether the history, up to its end, has the timer's firing. */
  hasFired(id: number): boolean {
    if (!this.#firedTimers) {
      this.#firedTimers = new Set();
      for (const event of this.history) {
        if (event.EventType === eventType.timerFired) this.#firedTimers.add(event.TimerId);
      }
    }
    return this.#firedTimers.has(id);
  }

  /** Whether the history has scheduled a function of this name under the next id: it was known then. */
  isRecorded(name: string): boolean {
    return this.history.some(
      (event) =>
        event.EventId === this.#nextId &&
        (event.EventType === eventType.taskScheduled || event.EventType === eventType.childCreated) &&
        event.Name.toLowerCase() === name.toLowerCase(),
    );
  }

  note(note: Note): void {
    this.#notes.push({ place: this.position - 1, ...note });
  }

  /** The history has this call too. Throws NonDeterminism when it is not what the code asks for under its id. */
  confirm(event: Scheduling): void {
    checkReplay(event, this.#pending.get(event.EventId), this.#places.get(event.EventId));
    this.#pending.delete(event.EventId);
  }

  /** A second end of one task is a duplicate and ignored. */
  end(id: number, end: TaskEnd): void {
    const task = this.#open.get(id);
    if (!task) return;
    this.#open.delete(id);
    task.settle(end);
  }

  /** The youngest waiter gets the event. Once the code has continued as new, it belongs to the next execution. */
  raise(event: EventRaised): void {
    const waiters = this.#waits.get(event.Name);
    if (waiters) {
      const settle = waiters.pop();
      if (waiters.length === 0) this.#waits.delete(event.Name);
      settle?.({ ok: true, result: event.Input });
    } else if (this.continued) {
      this.carried.push(event);
    } else {
      const buffered = this.#buffered.get(event.Name);
      if (buffered) buffered.push(event);
      else this.#buffered.set(event.Name, [event]);
    }
  }
}
