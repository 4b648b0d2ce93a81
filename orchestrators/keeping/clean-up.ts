import type { ActivityResult } from '../../contract/activities.ts';
import type { CleanUpOutcome, CleanUpRequest } from '../../contract/keeping.ts';
import type { Retention } from '../../contract/retention.ts';
import { agedShelves, type KeptSince, keptSince } from '../../lib/decide/keeping/kept-since.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { brief } from '../../lib/durable/retry.ts';
import { nowIso, nowMs } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import { cleanSite } from './clean-site.ts';
import { clearShelf } from './clear-shelf.ts';
import { inRounds } from './in-rounds.ts';

/** A purge that takes longer goes on by itself. */
const purgeWaitSeconds = 10;

/** Deletes what is past its time. It runs on a timer, does a bounded part each time, and may end anywhere without harm. */
export function* cleanUp(ctx: OrchestrationContext, { retention }: CleanUpRequest): Workflow<CleanUpOutcome> {
  const act = proxyActivities(ctx, brief);
  const since = keptSince(retention, nowMs(ctx));
  const outcome: CleanUpOutcome = { deleted: {}, problems: [] };

  for (const { shelf, before } of agedShelves(since)) yield* clearShelf(ctx, outcome, shelf, before);
  yield* inRounds(ctx, outcome, 'histories', function* () {
    const { purged, more } = yield* act.purgeHistories({ before: since.runs });
    return { deleted: purged, more };
  });
  yield* inRounds(ctx, outcome, 'expiredRuns', function* () {
    return yield* act.deleteExpiredRuns({ now: nowIso(ctx) });
  });
  yield* inRounds(ctx, outcome, 'runRows', function* () {
    return yield* act.deleteRunRows({ before: since.runs });
  });
  yield* inRounds(ctx, outcome, 'lostRuns', function* () {
    const { healed } = yield* act.healRunRows({});
    return { deleted: healed };
  });
  yield* cleanSites(ctx, outcome, retention, since);
  return outcome;
}

function* cleanSites(
  ctx: OrchestrationContext,
  outcome: CleanUpOutcome,
  retention: Retention,
  since: KeptSince,
): Workflow<void> {
  const act = proxyActivities(ctx, brief);
  const found: ActivityResult<'findSitesToClean'> = { expired: [], unpurged: [], collect: [] };
  yield* inRounds(ctx, outcome, 'sites', function* () {
    Object.assign(found, yield* act.findSitesToClean({ now: nowIso(ctx), collectedBefore: since.uploads }));
    return { deleted: 0 };
  });
  for (const target of found.expired) {
    yield* inRounds(ctx, outcome, 'expiredFiles', function* () {
      return yield* act.deleteExpiredFiles({ target, runId: ctx.df.instanceId });
    });
  }
  for (const target of found.unpurged) {
    yield* inRounds(ctx, outcome, 'unpurged', function* () {
      yield* act.purgeCdn({ target, waitSeconds: purgeWaitSeconds });
      return { deleted: 0 };
    });
  }
  for (const site of found.collect) yield* cleanSite(ctx, outcome, { site, retention, since });
}
