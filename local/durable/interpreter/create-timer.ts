import type { CreateTimer } from '../protocol/actions.ts';
import { type Settle, settled } from './decision.ts';
import type { Replay } from './replay.ts';

/**
 * A timer beyond the storage's limit is a chain of shorter ones, each under an id of its own; the SDK counts along.
 * A cancelled timer takes its id and settles at once. Of a long one the extension forgets the parts that have fired
 * and fails the instance; we go on from the first part that has not.
 */
export function createTimer(replay: Replay, action: CreateTimer, settle: Settle): void {
  const { timerMaximumMs, timerIntervalMs } = replay.rules.settings;
  const fireAtMs = Date.parse(action.fireAt);
  const isLong = fireAtMs - replay.nowMs > timerMaximumMs;
  const firstPlace = replay.timerPlaces.get(action.fireAt) ?? replay.position;
  // One that was cancelled is another object than one that is open, even if both are due at the same time.
  if (!action.isCanceled) replay.timerPlaces.set(action.fireAt, firstPlace);
  if (firstPlace !== replay.position && !action.isCanceled) {
    replay.note({
      trap: 'timerAgain',
      level: 'warning',
      message: `Orchestrator '${replay.facts.name}' awaits a timer due ${action.fireAt} a second time. If it is the same timer object, a new timer is made under a new id, here as on Azure, and the results of later calls go astray: create a new timer for each race.`,
    });
  }
  const startPart = (part: number): void => {
    const remainingMs = fireAtMs - replay.nowMs;
    const dueMs = isLong && remainingMs > timerIntervalMs ? replay.nowMs + timerIntervalMs : fireAtMs;
    const id = replay.schedule({ kind: 'timer', dueMs }, () => {
      if (fireAtMs > replay.nowMs) startPart(part + 1);
      else settle(settled);
    });
    if (!action.isCanceled || (isLong && replay.hasFired(id))) return;
    if (part > 0) {
      replay.note({
        trap: 'longTimerCancelled',
        level: 'warning',
        message: `A timer of more than ${timerMaximumMs} ms was cancelled after its first part. On Azure this instance would now fail as non-deterministic; loop over shorter timers.`,
      });
    }
    replay.cancelTimer(id);
    settle(settled);
  };
  startPart(0);
}
