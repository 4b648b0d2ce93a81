import type { LaneState, PublishEnd } from '../../../contract/lanes.ts';
import { isBeingCleaned } from './lane-row.ts';

export type LaneStep =
  | { kind: 'record' }
  | { kind: 'start'; runId: string }
  | { kind: 'settle'; runId: string; end: PublishEnd; message: string }
  | { kind: 'cancelForNewer' }
  | { kind: 'choose' }
  | { kind: 'compareHeads' }
  /** Until that time; without one, until the next look at the publish under way. */
  | { kind: 'wait'; until?: string }
  /** The catalog has no such site any more, and nothing is left to do for it. */
  | { kind: 'leave' };

/** As long as a function may run, so that a suspended holder of a claim has surely stopped touching files. */
const longestSuspensionMs = 10 * 60_000;

/** What a lane does next. `headsDueAt` is when the head of the branch is to be compared. */
export function laneStep(state: LaneState, headsDueAt: string, nowIso: string): LaneStep {
  const { row, known } = state;
  if (row.dropped.length > 0) return { kind: 'record' };
  if (row.building) return stepWhileBuilding(state, nowIso);
  if (row.cleaning && isBeingCleaned(row, nowIso)) return { kind: 'wait', until: row.cleaning.until };
  if (row.want) return retryLater(state, nowIso) ?? { kind: 'choose' };
  if (!known) return { kind: 'leave' };
  if (headsDueAt <= nowIso) return { kind: 'compareHeads' };
  return { kind: 'wait', until: headsDueAt };
}

function stepWhileBuilding(state: LaneState, nowIso: string): LaneStep {
  const { row, run, onPush } = state;
  const { building, want } = row;
  if (!building) return { kind: 'wait' };
  const { runId } = building.want;
  const giveUp = (message: string): LaneStep => ({ kind: 'settle', runId, end: 'givenUp', message });

  if (!run || run.kind === 'unknown') return { kind: 'start', runId };
  if (run.kind === 'ended') return { kind: 'settle', runId, end: run.end, message: run.message };
  if (run.kind === 'suspended' && Date.parse(nowIso) - Date.parse(run.since) >= longestSuspensionMs)
    return giveUp(`Given up: it was suspended since ${run.since}.`);
  if (building.overdueAt <= nowIso) return giveUp(`Given up: it should have ended by ${building.overdueAt}.`);
  const makesRoom = onPush === 'cancel' && want?.cause === 'push' && !building.cancelledFor;
  if (makesRoom && !retryLater(state, nowIso)) return { kind: 'cancelForNewer' };
  return { kind: 'wait' };
}

function retryLater({ row: { problem } }: LaneState, nowIso: string): LaneStep | undefined {
  return problem && problem.retryAt > nowIso ? { kind: 'wait', until: problem.retryAt } : undefined;
}
