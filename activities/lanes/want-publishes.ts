import { forEachConcurrently } from '../../lib/for-each-concurrently.ts';
import { batchRunId } from '../../lib/ids.ts';
import { wantPublish } from '../../lib/lanes/want-publish.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

const sitesAtATime = 16;

/** Idempotent: the ids of the runs come from the publish of many and the site. */
export function wantPublishes(deps: ActivityDependencies): ActivityHandlers['wantPublishes'] {
  return async ({ batch, sites, requestedAt }, { runs }) => {
    const cancellation = await deps.documents.readCancellation(batch);
    if (cancellation) return { kind: 'cancelled', message: cancellation.reason };
    await forEachConcurrently(sites, sitesAtATime, (site) =>
      wantPublish(deps, runs, site, {
        runId: batchRunId(site, batch),
        ref: { kind: 'branchHead' },
        cause: 'batch',
        requestedAt,
        batch,
      }),
    );
    return { kind: 'wanted' };
  };
}
