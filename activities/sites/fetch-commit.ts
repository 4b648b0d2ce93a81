import { briefCommit } from '../../lib/decide/sites/brief-commit.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import { knownSite } from '../../lib/promotion/known-site.ts';
import type { ActivityDependencies } from '../dependencies.ts';

export function fetchCommit({
  catalogs,
  commits,
  documents,
}: ActivityDependencies): ActivityHandlers['fetchCommit'] {
  return async ({ site, ref, runId }) => {
    const cancellation = await documents.readCancellation(runId);
    if (cancellation) return { kind: 'cancelled', message: cancellation.reason };
    const lookup = await commits.find(await knownSite(catalogs, site), ref);
    return lookup.kind === 'found' ? { kind: 'found', commit: briefCommit(lookup.commit) } : lookup;
  };
}
