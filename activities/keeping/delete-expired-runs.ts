import type { RunRow } from '../../contract/runs.ts';
import { childRunId } from '../../lib/ids.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { ActivityDependencies } from '../dependencies.ts';

const runsAtATime = 50;

/** The items of a run go before it, and of each the row goes last, so that a step that failed finds everything again. */
export function deleteExpiredRuns(deps: ActivityDependencies): ActivityHandlers['deleteExpiredRuns'] {
  const { runIndex } = deps;
  return async ({ now }, { runs }) => {
    const due = await runIndex.expired(now, runsAtATime);
    let deleted = 0;
    for (const run of due) {
      const { rows: items } = await runIndex.listItems({ parent: run.id, top: runsAtATime - deleted });
      for (const item of items) await forget(deps, runs, item);
      deleted += items.length;
      if (deleted >= runsAtATime) return { deleted, more: true };
      await forget(deps, runs, run);
      deleted++;
    }
    return { deleted, more: due.length === runsAtATime };
  };
}

async function forget({ documents, runIndex }: ActivityDependencies, runs: Runs, row: RunRow): Promise<void> {
  for (const id of [childRunId(row.id, 'container'), row.id]) {
    await documents.forget(id);
    await runs.purge(id);
  }
  await runIndex.remove(row);
}
