import { messageOf } from '../../lib/errors.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import { holdsClaim } from '../../lib/promotion/holds-claim.ts';
import { knownSite } from '../../lib/promotion/known-site.ts';
import { chunkOf, planOf } from '../../lib/promotion/promotion-chunks.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/**
 * Idempotent: a copy writes the same bytes and headers again. A run whose claim was taken over copies nothing: Azure can start
 * an activity of a run that was terminated, and repeat one minutes later, over the files of the next publish.
 */
export function applyPromotionChunk({
  catalogs,
  documents,
  releases,
}: ActivityDependencies): ActivityHandlers['applyPromotionChunk'] {
  return async ({ site, runId, part, chunk }) => {
    try {
      if (!(await holdsClaim(releases, site, runId)))
        return { kind: 'failed', message: `Run "${runId}" no longer holds the claim on site "${site}".` };
      const plan = await planOf(documents, runId);
      await releases.copyToSite(await knownSite(catalogs, site), chunkOf(plan[part], chunk));
      return { kind: 'applied' };
    } catch (error) {
      return { kind: 'failed', message: messageOf(error) };
    }
  };
}
