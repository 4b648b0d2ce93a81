import type { CleanUpOutcome, CleanUpRequest } from '../../contract/keeping.ts';
import { agedShelves, keptSince } from '../../lib/decide/keeping/kept-since.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { brief } from '../../lib/durable/retry.ts';
import { nowMs } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import { inRounds } from './in-rounds.ts';

/** Deletes what is past its time. It runs on a timer, does a bounded part each time, and may end anywhere without harm. */
export function* cleanUp(ctx: OrchestrationContext, { retention }: CleanUpRequest): Workflow<CleanUpOutcome> {
  const act = proxyActivities(ctx, brief);
  const since = keptSince(retention, nowMs(ctx));
  const outcome: CleanUpOutcome = { deleted: {}, problems: [] };

  for (const { shelf, before } of agedShelves(since)) {
    let cursor: string | undefined;
    yield* inRounds(ctx, outcome, shelf.kind, function* () {
      const round = yield* act.deleteOldItems({ shelf, before, ...(cursor ? { cursor } : {}) });
      cursor = round.cursor;
      return { deleted: round.deleted, more: cursor !== undefined };
    });
  }
  yield* inRounds(ctx, outcome, 'histories', function* () {
    const { purged, more } = yield* act.purgeHistories({ before: since.runs });
    return { deleted: purged, more };
  });
  return outcome;
}
