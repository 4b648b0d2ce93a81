import type { CleanUpOutcome, Shelf } from '../../contract/keeping.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { brief } from '../../lib/durable/retry.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import { inRounds } from './in-rounds.ts';

/** Deletes what was written to a shelf before a time. */
export function* clearShelf(
  ctx: OrchestrationContext,
  outcome: CleanUpOutcome,
  shelf: Shelf,
  before: string,
): Workflow<void> {
  const act = proxyActivities(ctx, brief);
  let cursor: string | undefined;
  yield* inRounds(ctx, outcome, shelf.kind, function* () {
    const round = yield* act.deleteOldItems({ shelf, before, ...(cursor ? { cursor } : {}) });
    cursor = round.cursor;
    return { deleted: round.deleted, more: cursor !== undefined };
  });
}
