import type { ItemsNews } from '../../contract/job-items.ts';
import type { JobRequest } from '../../contract/jobs.ts';
import { fillTemplate } from '../../lib/decide/jobs/fill-template.ts';
import { forEachConcurrently } from '../../lib/for-each-concurrently.ts';
import { childRunId } from '../../lib/ids.ts';
import { readItems, type StoredItem } from '../../lib/jobs/items-pages.ts';
import { outputOf } from '../../lib/jobs/output-of.ts';
import { refuseJob } from '../../lib/jobs/refuse-job.ts';
import { startJob } from '../../lib/jobs/start-job.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

const itemsAtATime = 16;

/** Idempotent: an item is a run of its own id, which is started once. */
export function startItems(deps: ActivityDependencies): ActivityHandlers['startItems'] {
  const { clock, documents, runIndex } = deps;
  return async ({ parent, hub, items }, { runs }) => {
    const started: string[] = [];
    const ended: ItemsNews['ended'] = [];
    const cancellation = await documents.readCancellation(parent);
    if (cancellation) {
      // An earlier call of the same may have come some way.
      await forEachConcurrently(items, itemsAtATime, async ({ name }) => {
        const id = childRunId(parent, name);
        if (await runIndex.read(id)) started.push(id);
      });
      return { started, ended, cancelled: cancellation.reason };
    }

    const stored = await readItems(
      documents,
      parent,
      items.map(({ position }) => position),
    );
    await forEachConcurrently(items, itemsAtATime, async ({ position, name }) => {
      const { needs, input: template, ...what } = stored.get(position) as StoredItem;
      const id = childRunId(parent, name);
      const request: JobRequest = {
        ...what,
        hub,
        cause: 'array',
        requestedAt: clock.now().toISOString(),
        environment: { ...what.environment, SLIPWAY_ITEM: name },
        parent: { runId: parent, item: name },
      };
      started.push(id);
    });
    return { started, ended };
  };
}
