import type { PromotionClaim, SiteState } from '../../contract/releases.ts';
import type { Site } from '../../contract/sites.ts';
import { messageOf, SlipwayError } from '../../lib/errors.ts';
import { sweepRunId } from '../../lib/ids.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { Releases } from '../../lib/ports/releases.ts';
import { updateSiteState } from '../../lib/promotion/update-site-state.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/**
 * Deletes assets that no release needs once their grace is over. It holds the site's claim meanwhile, because a promotion
 * that started in between could need such a file again; a site that is being promoted is left for the next sweep.
 */
export function deleteExpiredFiles({
  catalogs,
  clock,
  releases,
}: ActivityDependencies): ActivityHandlers['deleteExpiredFiles'] {
  return async () => {
    let deleted = 0;
    const problems: string[] = [];
    for (const site of await catalogs.sites()) {
      try {
        deleted += await deleteExpiredOf(releases, site, clock.now().toISOString());
      } catch (error) {
        // One site must not keep the others; the next sweep takes its claim on this one over.
        problems.push(`site "${site.name}": ${messageOf(error)}`);
      }
    }
    if (problems.length === 0) return { deleted };
    throw new SlipwayError('azure-unavailable', `Expired files stay for now. ${problems.join('; ')}`);
  };
}

async function deleteExpiredOf(releases: Releases, site: Site, now: string): Promise<number> {
  const due = await updateSiteState(releases, site.name, async (state) => {
    const claim = sweepClaim(state, now);
    const paths = state.expiring.filter((file) => file.deleteAfter <= now).map((file) => file.path);
    return claim && paths.length > 0
      ? { state: { ...state, promoting: claim }, answer: paths }
      : { answer: [] };
  });
  if (due.length === 0) return 0;
  await releases.deleteFromSite(site, due);
  await updateSiteState(releases, site.name, async ({ promoting, ...state }) =>
    promoting?.runId === sweepRunId
      ? {
          state: { ...state, expiring: state.expiring.filter((file) => !due.includes(file.path)) },
          answer: undefined,
        }
      : { answer: undefined },
  );
  return due.length;
}

/** The sweep's claim on a site; undefined when a publish holds one, or there is nothing live. A crash leaves it to be taken over. */
function sweepClaim({ live, promoting }: SiteState, now: string): PromotionClaim | undefined {
  if (!live || (promoting && promoting.runId !== sweepRunId)) return undefined;
  return {
    runId: sweepRunId,
    release: live.release,
    commit: live.commit,
    requestedAt: live.requestedAt,
    claimedAt: now,
    baselines: [live.release],
  };
}
