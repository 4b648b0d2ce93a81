import type { Action } from '../../durable/protocol/actions.ts';
import { eventType } from '../../durable/protocol/history-events.ts';
import { positionsOf } from '../../functions/code/code-position.ts';
import type {
  LibraryContext,
  LibraryEvent,
  LibraryTask,
  Steps,
} from '../../functions/observe/library-types.ts';

/** One run of an orchestrator's code against its history, as the library did it. */
export class ObservedTurn {
  readonly name: string;
  readonly instanceId: string;
  readonly executionId: string;
  readonly code: (context: object) => Steps;
  readonly #df: LibraryContext;
  /** Made where the code asked for an action; its stack is written only when somebody wants to see it. */
  readonly #places = new Map<Action, Error>();
  /** The same in order of the calls, each with what was called. */
  readonly #asked: { what: string; place: Error }[] = [];
  #before: ObservedTurn | undefined;

  constructor(
    name: string,
    df: LibraryContext,
    history: readonly LibraryEvent[],
    code: (context: object) => Steps,
    before: ObservedTurn | undefined,
  ) {
    this.name = name;
    this.instanceId = df.instanceId;
    this.#df = df;
    this.code = code;
    const started = history.find((event) => event.EventType === eventType.executionStarted);
    this.executionId = started?.OrchestrationInstance?.ExecutionId ?? '';
    if (before?.executionId === this.executionId) this.#before = before;
  }

  get customStatus(): unknown {
    return this.#df.customStatus;
  }

  /** All that the code has asked for since its start. */
  get actions(): readonly Action[] {
    return this.#df.taskOrchestratorExecutor.actions;
  }

  /** What the code waits for now: the open tasks of its last yield. */
  get awaited(): Action[] {
    return openActions(this.#df.taskOrchestratorExecutor.currentTask);
  }

  /** The place of the call that is going on. That of the turn before is taken when it called the same: stacks are dear. */
  placeOf(what: string): Error {
    const known = this.#before ? this.#before.#asked[this.#asked.length] : undefined;
    const place = known?.what === what ? known.place : new Error();
    this.#asked.push({ what, place });
    return place;
  }

  remember(action: Action | undefined, place: Error): void {
    if (action && !this.#places.has(action)) this.#places.set(action, place);
  }

  /** Lets go of what only the next turn needed. */
  settle(): void {
    this.#before = undefined;
  }

  positionsOf(action: Action | undefined): string[] {
    const place = action && this.#places.get(action);
    return place ? positionsOf(place) : [];
  }

  /** Of the action with this number, else of the code's last call. */
  positionsAt(place: number | undefined): string[] {
    const known = place === undefined ? [] : this.positionsOf(this.actions[place]);
    const last = this.#asked.at(-1);
    return known.length > 0 || !last ? known : positionsOf(last.place);
  }
}

function openActions(task: LibraryTask): Action[] {
  if (task.stateObj !== 0) return [];
  const isCompound = (task.actionObj as { compoundActions?: unknown } | undefined)?.compoundActions;
  if (isCompound && task.children) return task.children.flatMap(openActions);
  return task.actionObj ? [task.actionObj] : [];
}
