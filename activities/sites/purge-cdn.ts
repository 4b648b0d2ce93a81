import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import { knownSite } from '../../lib/promotion/known-site.ts';
import { planOf } from '../../lib/promotion/promotion-chunks.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: a path purged twice is purged. */
export function purgeCdn({ catalogs, cdn, documents }: ActivityDependencies): ActivityHandlers['purgeCdn'] {
  return async ({ site: name, runId, waitSeconds }) => {
    const site = await knownSite(catalogs, name);
    const { purge } = await planOf(documents, runId);
    return site.cdn.kind === 'none' || purge.length === 0
      ? { kind: 'noCdn' }
      : cdn.purge(site.cdn, purge, waitSeconds);
  };
}
