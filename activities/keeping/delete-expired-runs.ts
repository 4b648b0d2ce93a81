import { childRunId } from '../../lib/ids.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

const runsAtATime = 50;

/** The row goes last, so that a step that failed finds the run again. */
export function deleteExpiredRuns({
  documents,
  runIndex,
}: ActivityDependencies): ActivityHandlers['deleteExpiredRuns'] {
  return async ({ now }, { runs }) => {
    const rows = await runIndex.expired(now, runsAtATime);
    for (const row of rows) {
      for (const id of [childRunId(row.id, 'container'), row.id]) {
        await documents.forget(id);
        await runs.purge(id);
      }
      await runIndex.remove(row);
    }
    return { deleted: rows.length, more: rows.length === runsAtATime };
  };
}
