import type { EndedItem, ItemEnd } from '../../contract/job-items.ts';
import { isOver } from '../../lib/decide/runs/run-row.ts';
import { forEachConcurrently } from '../../lib/for-each-concurrently.ts';
import { childRunId } from '../../lib/ids.ts';
import { settleJob } from '../../lib/jobs/settle-job.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

const itemsAtATime = 16;

/** Idempotent: an end stays as it is once it is written. */
export function readItems(deps: ActivityDependencies): ActivityHandlers['readItems'] {
  const { documents, runIndex } = deps;
  return async ({ parent, items, look }, { runs }) => {
    const ended: EndedItem[] = [];
    await forEachConcurrently(items, itemsAtATime, async (item) => {
      const id = childRunId(parent, item);
      const row = await runIndex.read(id);
      const known = row ?? { id, parent: { runId: parent, item } };
      const end = row && isOver(row) ? row : look ? await settleJob(deps, runs, known) : undefined;
      if (end) ended.push({ item, status: end.status as ItemEnd });
    });
    const cancellation = look ? await documents.readCancellation(parent) : undefined;
    return { ended, ...(cancellation ? { cancelled: cancellation.reason } : {}) };
  };
}
