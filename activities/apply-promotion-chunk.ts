import { messageOf } from '../lib/errors.ts';
import type { ActivityHandlers } from './contract.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { knownSite } from './known-site.ts';
import { chunkOf, planOf } from './promotion-chunks.ts';

/** Idempotent: a copy writes the same bytes and headers again. */
export function applyPromotionChunk({
  catalogs,
  documents,
  releases,
}: ActivityDependencies): ActivityHandlers['applyPromotionChunk'] {
  return async ({ site, runId, part, chunk }) => {
    try {
      const plan = await planOf(documents, runId);
      await releases.copyToSite(await knownSite(catalogs, site), chunkOf(plan[part], chunk));
      return { kind: 'applied' };
    } catch (error) {
      return { kind: 'failed', message: messageOf(error) };
    }
  };
}
