import { completedPromotion } from '../../lib/decide/sites/promotion-claim.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import { holdsClaim } from '../../lib/promotion/holds-claim.ts';
import { knownSite } from '../../lib/promotion/known-site.ts';
import { planOf } from '../../lib/promotion/promotion-chunks.ts';
import { updateSiteState } from '../../lib/promotion/update-site-state.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/**
 * Idempotent: deletes again what is gone. A run whose claim is over changes nothing: Azure repeats an activity whose answer was
 * lost minutes later, when another publish may have made those pages anew.
 */
export function completePromotion({
  catalogs,
  clock,
  documents,
  releases,
}: ActivityDependencies): ActivityHandlers['completePromotion'] {
  return async ({ site, runId }) => {
    if (!(await holdsClaim(releases, site, runId))) return { kind: 'live' };
    const plan = await planOf(documents, runId);
    await releases.deleteFromSite(await knownSite(catalogs, site), plan.removedPages);
    return updateSiteState(releases, site, async (state) => {
      if (state.promoting?.runId !== runId) return { answer: { kind: 'live' as const } };
      const live = completedPromotion(state, state.promoting, plan.expiring, clock.now().toISOString());
      return { state: live, answer: { kind: 'live' as const } };
    });
  };
}
