import { type Action, actionType } from '../protocol/actions.ts';
import type { Replay } from './replay.ts';

/**
 * A cancelled timer settles its race at once in the next replay, so that the extension comes to the code's continueAsNew
 * before it comes to the event that has won: it takes that for one that came later, and keeps it for the next execution.
 */
export function noteEventAgain(replay: Replay, winner: Action): void {
  const names = eventsOf(winner);
  if (names.length === 0) return;
  replay.note({
    trap: 'eventAgain',
    level: 'error',
    message: `Orchestrator '${replay.facts.name}' cancelled the timer of a race that the event '${names.join("', '")}' had won, and continued as new: the next execution gets the same event again, and so on without end, here as on Azure, where such an instance may stand at its first input while it spins. Yield an activity between the race and continueAsNew, or loop within one execution.`,
  });
}

function eventsOf(action: Action): string[] {
  if ('compoundActions' in action) return action.compoundActions.flatMap(eventsOf);
  return action.actionType === actionType.waitForExternalEvent ? [action.externalEventName] : [];
}
