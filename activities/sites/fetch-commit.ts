import { briefCommit } from '../../lib/decide/sites/brief-commit.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

export function fetchCommit({ commits, documents }: ActivityDependencies): ActivityHandlers['fetchCommit'] {
  return async ({ site, ref, runId }) => {
    const cancellation = await documents.readCancellation(runId);
    if (cancellation) return { kind: 'cancelled', message: cancellation.reason };
    const lookup = await commits.find(site, ref);
    return lookup.kind === 'found' ? { kind: 'found', commit: briefCommit(lookup.commit) } : lookup;
  };
}
