import type { CreateTimer } from '../protocol/actions.ts';
import { type Settle, settled } from './decision.ts';
import type { AskedTimer, Replay } from './replay.ts';

/**
 * A timer beyond the storage's limit is a chain of shorter ones, each under an id of its own; the SDK counts along.
 * A cancelled timer takes its id and settles at once. Of a long one the extension forgets the parts that have fired
 * and fails the instance; we go on from the first part that has not.
 */
export function createTimer(replay: Replay, action: CreateTimer, settle: Settle): void {
  const { timerMaximumMs, timerIntervalMs } = replay.rules.settings;
  const fireAtMs = Date.parse(action.fireAt);
  const isLong = fireAtMs - replay.nowMs > timerMaximumMs;
  // One that was cancelled is another object than one that is open, even if both are due at the same time.
  const first = action.isCanceled ? undefined : replay.timers.get(action.fireAt);
  if (first && first.place !== replay.position) noteSameDueTime(replay, action, first);
  const asked: AskedTimer = { place: first?.place ?? replay.position };
  if (!action.isCanceled) replay.timers.set(action.fireAt, asked);
  const startPart = (part: number): void => {
    const remainingMs = fireAtMs - replay.nowMs;
    const dueMs = isLong && remainingMs > timerIntervalMs ? replay.nowMs + timerIntervalMs : fireAtMs;
    const id = replay.schedule({ kind: 'timer', dueMs }, () => {
      const isEarly = fireAtMs > replay.nowMs;
      if (isLong && isEarly) {
        startPart(part + 1);
        return;
      }
      asked.end = isEarly ? 'early' : 'due';
      settle(settled);
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

/** The same object awaited twice, or a loop that does not take a timer's word for it. */
function noteSameDueTime(replay: Replay, { fireAt }: CreateTimer, first: AskedTimer): void {
  const { name } = replay.facts;
  if (first.end === undefined) {
    replay.note({
      trap: 'timerAgain',
      level: 'warning',
      message: `Orchestrator '${name}' awaits a timer due ${fireAt} a second time. If it is the same timer object, a new timer is made under a new id, here as on Azure, and the results of later calls go astray: create a new timer for each race.`,
    });
  } else if (first.end === 'early' && Date.parse(fireAt) > replay.nowMs) {
    replay.note({
      trap: 'timerTrusted',
      level: 'warning',
      message: `Orchestrator '${name}' asks once more for a timer due ${fireAt}, as the first one fired before its time. On Azure timers do, by up to a second, and this code spins on new ones until the time has come: take a timer's firing for the deadline, or compare with a second to spare.`,
    });
  }
}
