import { type Action, actionType } from '../../durable/protocol/actions.ts';
import type { Traps } from '../traps.ts';
import type { ObservedTurn } from './observed-turn.ts';
import { describeAction } from './replay-difference.ts';

/** Timers have a trap of their own; a second wait for an event takes no id and does no harm. */
const harmless: ReadonlySet<number> = new Set([actionType.createTimer, actionType.waitForExternalEvent]);

/**
 * Finds tasks that the code puts into a `Task.any` or `Task.all` after it has awaited them, ended or not. The engine sees the
 * text of calls only and guesses; here it is the same object or it is not.
 */
export class GroupWatch {
  readonly #traps: Traps;
  /** Executions that were told of. */
  readonly #told = new Set<string>();

  constructor(traps: Traps) {
    this.#traps = traps;
  }

  see(turn: ObservedTurn): void {
    if (!this.#traps.watchesFor('taskAgain') || this.#told.has(turn.executionId)) return;
    const again = secondCall(turn.actions);
    if (!again) return;
    this.#told.add(turn.executionId);
    this.#traps.add({
      trap: 'taskAgain',
      problem: `the code puts a task that it has awaited already into a Task.any or Task.all: ${describeAction(again.action)}. On Azure, as here, it is called a second time, and the results of later calls go astray. Yield such a task by itself, not in a second group.`,
      instanceId: turn.instanceId,
      orchestrator: turn.name,
      positions: turn.positionsAt(again.place),
    });
  }
}

function secondCall(actions: readonly Action[]): { action: Action; place: number } | undefined {
  const seen = new Set<Action>();
  for (const [place, action] of actions.entries())
    for (const leaf of leavesOf(action)) {
      if (seen.has(leaf)) return { action: leaf, place };
      if (!harmless.has(leaf.actionType)) seen.add(leaf);
    }
  return undefined;
}

function leavesOf(action: Action): Action[] {
  return 'compoundActions' in action ? action.compoundActions.flatMap(leavesOf) : [action];
}
