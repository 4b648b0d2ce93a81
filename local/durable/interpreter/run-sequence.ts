import type { Action } from '../protocol/actions.ts';
import type { Replay } from './replay.ts';
import { startAction } from './start-action.ts';
import { noteTasksAgain } from './task-again.ts';

/**
 * Starts each action when the one before it has settled, whether it succeeded or failed: what to do about a failure
 * is decided in the code, which has already said what comes next.
 */
export function runSequence(replay: Replay, actions: readonly Action[], whenFinished: () => void): void {
  let next = 0;
  const advance = (): void => {
    // A loop, as thousands of actions may settle at once.
    for (;;) {
      const action = actions[next++];
      replay.position = next;
      if (action === undefined) {
        whenFinished();
        return;
      }
      if ('compoundActions' in action && replay.hasOpenTasks) noteTasksAgain(replay, action);
      let starting = true;
      let settledAtOnce = false;
      startAction(replay, action, () => {
        if (starting) settledAtOnce = true;
        else advance();
      });
      starting = false;
      if (!settledAtOnce) return;
    }
  };
  advance();
}
