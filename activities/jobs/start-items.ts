import type { EndedItem } from '../../contract/job-items.ts';
import type { JobRequest } from '../../contract/jobs.ts';
import { startedJobRow } from '../../lib/decide/jobs/job-row.ts';
import { SlipwayError } from '../../lib/errors.ts';
import { forEachConcurrently } from '../../lib/for-each-concurrently.ts';
import { childRunId } from '../../lib/ids.ts';
import { itemInput } from '../../lib/jobs/item-input.ts';
import { readItemsAt } from '../../lib/jobs/items-pages.ts';
import { startJob } from '../../lib/jobs/start-job.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

const itemsAtATime = 16;

/** Idempotent: an item is a run of its own id, which is started once. */
export function startItems(deps: ActivityDependencies): ActivityHandlers['startItems'] {
  const { clock, documents, runIndex } = deps;
  return async ({ parent, kind, hub, items }, { runs }) => {
    const started: string[] = [];
    const ended: EndedItem[] = [];
    const positions = items.map(({ position }) => position);
    const [cancellation, stored] = await Promise.all([
      documents.readCancellation(parent),
      readItemsAt(documents, parent, positions),
    ]);
    if (cancellation) {
      // An earlier call of the same may have come some way.
      await forEachConcurrently(items, itemsAtATime, async ({ name }) => {
        if (await runIndex.read(childRunId(parent, name))) started.push(name);
      });
      return { started, ended, cancelled: cancellation.reason };
    }

    await forEachConcurrently(items, itemsAtATime, async ({ position, name }) => {
      const item = stored.get(position);
      if (!item)
        throw new SlipwayError('internal', `The run "${parent}" has lost what its item "${name}" is.`);
      const { needs, input, ...template } = item;
      const id = childRunId(parent, name);
      const request: JobRequest = {
        ...template,
        hub,
        cause: kind === 'jobArray' ? 'array' : 'graph',
        requestedAt: clock.now().toISOString(),
        environment: { ...template.environment, SLIPWAY_ITEM: name },
        parent: { runId: parent, item: name },
      };
      const filled = await itemInput(deps, parent, { needs, input });
      if (filled.kind === 'filled') {
        await startJob(deps, runs, { id, request, input: filled.value });
      } else {
        const endedAt = request.requestedAt;
        const message = `Its input asks for ${filled.references.map((path) => `{${path}}`).join(', ')}, which is not there.`;
        await runIndex.put({ ...startedJobRow(id, request), status: 'failed', message, endedAt });
        ended.push({ item: name, status: 'failed' });
      }
      started.push(name);
    });
    return { started, ended };
  };
}
