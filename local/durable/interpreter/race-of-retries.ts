import { type Action, actionType, type Compound } from '../protocol/actions.ts';
import type { Replay } from './replay.ts';

/**
 * A cancelled timer settles at once in every later replay, and with it its race: what comes after the race takes the
 * next id, which the history gave to the timer between two attempts.
 */
export function noteRaceOfRetries(replay: Replay, race: Compound): void {
  const isRetried = race.compoundActions.some((one) => has(one, isRetry));
  if (!isRetried || !race.compoundActions.some((one) => has(one, isCancelled))) return;
  replay.note({
    trap: 'retriedInRace',
    level: 'warning',
    message: `Orchestrator '${replay.facts.name}' cancels the timer of a race in which a call is retried: once an attempt fails, the instance fails as non-deterministic, past its catch and finally, here as on Azure. Put the retries into a sub-orchestration and race that.`,
  });
}

function isRetry({ actionType: type }: Action): boolean {
  return type === actionType.callActivityWithRetry || type === actionType.callSubOrchestratorWithRetry;
}

export function isCancelled(action: Action): boolean {
  return action.actionType === actionType.createTimer && action.isCanceled;
}

function has(action: Action, is: (action: Action) => boolean): boolean {
  return 'compoundActions' in action ? action.compoundActions.some((one) => has(one, is)) : is(action);
}
