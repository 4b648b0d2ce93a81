import type { Action } from '../protocol/actions.ts';
import { type EventRaised, eventType, type HistoryEvent } from '../protocol/history-events.ts';
import type { Decision, Settle, TaskEnd, Wish } from './decision.ts';
import { settled } from './decision.ts';
import { EntityLocks } from './entity-locks.ts';
import type { Interpretation, Note, OrchestrationFacts, Rules } from './interpretation.ts';
import { MessageOrder } from './message-order.ts';
import { checkReplay } from './non-determinism.ts';
import { runSequence } from './run-sequence.ts';

/** At which place of the sequence a timer was first asked for, and how it ended. */
export type AskedTimer = { place: number; end?: 'early' | 'due' };

/**
 * The host's side of one turn: runs the actions that the code has asked for since its start against the history,
 * as the extension does, so that both sides give the same sequence ids. What the history does not have yet is new.
 */
export class Replay {
  readonly facts: OrchestrationFacts;
  readonly rules: Rules;
  readonly locks = new EntityLocks();
  readonly messageOrder = new MessageOrder();
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
  readonly #history: readonly HistoryEvent[];
  readonly #pending = new Map<number, Decision>();
  readonly #open = new Map<number, { decision: Decision; settle: Settle }>();
  /** Which of the code's actions each id belongs to. */
  readonly #places = new Map<number, number>();
  readonly #waits = new Map<string, Settle[]>();
  readonly #buffered = new Map<string, EventRaised[]>();
  readonly #carried: EventRaised[] = [];
  readonly #notes: Note[] = [];
  #firedTimers: Set<number> | undefined;
  #nextId = 0;
  #finished = false;

  constructor(facts: OrchestrationFacts, rules: Rules, history: readonly HistoryEvent[]) {
    this.facts = facts;
    this.rules = rules;
    this.#history = history;
  }

  /** Throws NonDeterminism when the history has what the code does not ask for. */
  run(actions: readonly Action[]): Interpretation {
    for (const event of this.#history) this.#apply(event, actions);
    if (!this.#finished && this.position < actions.length) {
      if (this.retrying > 0) this.#noteMisrouted();
      else this.#noteStalled();
    }
    const held = this.#finished ? this.locks.release(this) : [];
    return {
      decisions: this.pending,
      freshPlaces: new Set([...this.#pending.keys()].map((id) => this.#places.get(id) ?? 0)),
      finished: this.#finished,
      open: this.openTasks,
      openPlace: this.#places.get([...this.#open.keys()][0] ?? -1),
      waits: this.#waits.size,
      ...(this.continued && { continued: this.continued }),
      carried: this.#carried,
      unawaited: [...this.#buffered.values()].flat(),
      releases: held.map((wish, index) => ({ ...wish, id: this.#nextId + index }) as Decision),
      notes: this.#notes,
      refused: this.refused,
    };
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
      for (const event of this.#history) {
        if (event.EventType === eventType.timerFired) this.#firedTimers.add(event.TimerId);
      }
    }
    return this.#firedTimers.has(id);
  }

  /** Whether the history has scheduled a function of this name under the next id: it was known then. */
  isRecorded(name: string): boolean {
    return this.#history.some(
      (event) =>
        event.EventId === this.#nextId &&
        (event.EventType === eventType.taskScheduled || event.EventType === eventType.childCreated) &&
        event.Name.toLowerCase() === name.toLowerCase(),
    );
  }

  note(note: Note): void {
    this.#notes.push({ place: this.position - 1, ...note });
  }

  #apply(event: HistoryEvent, actions: readonly Action[]): void {
    switch (event.EventType) {
      case eventType.orchestratorStarted:
        this.nowMs = Math.max(this.nowMs, Date.parse(event.Timestamp));
        break;
      case eventType.executionStarted:
        runSequence(this, actions, () => {
          this.#finished = true;
        });
        break;
      case eventType.taskScheduled:
      case eventType.timerCreated:
      case eventType.childCreated:
      case eventType.eventSent:
        checkReplay(event, this.#pending.get(event.EventId), this.#places.get(event.EventId));
        this.#pending.delete(event.EventId);
        break;
      case eventType.taskCompleted:
      case eventType.childCompleted:
        this.#end(event.TaskScheduledId, { ok: true, result: event.Result });
        break;
      case eventType.taskFailed:
      case eventType.childFailed:
        this.#end(event.TaskScheduledId, {
          ok: false,
          nonRetriable: event.FailureDetails?.IsNonRetriable === true,
        });
        break;
      case eventType.timerFired:
        this.#end(event.TimerId, settled);
        break;
      case eventType.eventRaised:
        this.#raise(event);
        break;
    }
  }

  #noteMisrouted(): void {
    this.note({
      trap: 'misroutedIds',
      level: 'error',
      message: `Orchestrator '${this.facts.name}' went on after a failed Task.all of which a branch is still being retried: that branch takes the ids of what comes next, whose results get lost, here as on Azure. Let the branches of a fan-out return their failures.`,
    });
  }

  /** Replies of entities come by themselves; their requests' ids are no names that people give. */
  #noteStalled(): void {
    const events = [...this.#waits.keys()].filter((name) => !/^[0-9a-f-]{36}$/.test(name));
    if (events.length === 0) return;
    this.note({
      trap: 'stalledFanOut',
      level: 'warning',
      message: `Orchestrator '${this.facts.name}' went on after a failed Task.all that also awaits the event '${events.join("', '")}': what it asks for now begins only after that event, here as on Azure. Let the branches of a fan-out return their failures.`,
    });
  }

  /** A second end of one task is a duplicate and ignored. */
  #end(id: number, end: TaskEnd): void {
    const task = this.#open.get(id);
    if (!task) return;
    this.#open.delete(id);
    task.settle(end);
  }

  /** The youngest waiter gets the event. Once the code has continued as new, it belongs to the next execution. */
  #raise(event: EventRaised): void {
    const waiters = this.#waits.get(event.Name);
    if (waiters) {
      const settle = waiters.pop();
      if (waiters.length === 0) this.#waits.delete(event.Name);
      settle?.({ ok: true, result: event.Input });
    } else if (this.continued) {
      this.#carried.push(event);
    } else {
      const buffered = this.#buffered.get(event.Name);
      if (buffered) buffered.push(event);
      else this.#buffered.set(event.Name, [event]);
    }
  }
}
