import type { CleanUpOutcome } from '../../contract/keeping.ts';
import type { Retention } from '../../contract/retention.ts';
import type { KeptSince } from '../../lib/decide/keeping/kept-since.ts';
import { failureText } from '../../lib/durable/failure-text.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { brief } from '../../lib/durable/retry.ts';
import { say } from '../../lib/durable/say.ts';
import { nowMs } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import { clearShelf } from './clear-shelf.ts';
import { inRounds } from './in-rounds.ts';

/** Longer than any function may run, so that no deletion can still go on when publishes begin again. */
const cleaningMinutes = 15;

/**
 * Deletes what a site's releases need no more: daily, and only while nothing of it is published, because a build uploads no
 * object that is there already. A push that comes meanwhile waits for the end.
 */
export function* cleanSite(
  ctx: OrchestrationContext,
  outcome: CleanUpOutcome,
  { site, retention, since }: { site: string; retention: Retention; since: KeptSince },
): Workflow<void> {
  const act = proxyActivities(ctx, brief);
  const now = nowMs(ctx);
  const collectedAt = new Date(now).toISOString();
  const until = new Date(now + cleaningMinutes * 60_000).toISOString();
  try {
    const begun = yield* act.beginCleaning({ site, until });
    if (begun.kind === 'busy') {
      say(ctx, `clean-up of site ${site}: later, because ${begun.message}`);
      return;
    }
    yield* inRounds(ctx, outcome, 'releases', function* () {
      return yield* act.deleteReleases({ site, keep: retention.releases, before: since.uploads });
    });
    const objects = { site, before: since.uploads, until };
    let cursor: string | undefined;
    yield* inRounds(ctx, outcome, 'objects', function* () {
      const round = yield* act.deleteObjects({ ...objects, ...(cursor ? { cursor } : {}) });
      cursor = round.cursor;
      return round;
    });
    yield* act.endCleaning({ site, collectedAt });
  } catch (error) {
    outcome.problems.push(`site ${site}: ${failureText(error)}`);
  }

  yield* inRounds(ctx, outcome, 'caches', function* () {
    return yield* act.deleteCaches({ site, keep: retention.caches });
  });
  yield* clearShelf(ctx, outcome, { kind: 'buildReports', site }, since.runs);
}
