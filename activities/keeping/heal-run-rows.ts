import type { RunRow } from '../../contract/runs.ts';
import { holds } from '../../lib/decide/lanes/lane-row.ts';
import { isOver } from '../../lib/decide/runs/run-row.ts';
import { allItems } from '../../lib/jobs/all-items.ts';
import { settleJob } from '../../lib/jobs/settle-job.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Rows of one page of the list; runs that are under way are among the newest. */
const rowsAtATime = 200;

/** A younger run may stand between its row and its start. */
const surelyStartedMs = 3_600_000;

/**
 * Gives rows an end whose run has none any more: its hub was lost, or it was purged or terminated by hand. A run that its lane
 * still knows of is left to the lane, which starts or settles it.
 */
export function healRunRows(deps: ActivityDependencies): ActivityHandlers['healRunRows'] {
  const { clock, runIndex } = deps;
  return async (_, { runs }) => {
    const now = clock.now();
    const startedBefore = new Date(now.getTime() - surelyStartedMs).toISOString();
    const { rows } = await runIndex.list({ statuses: ['pending', 'running'], top: rowsAtATime });
    let healed = 0;
    for (const row of rows) {
      if (isOver(row) || row.requestedAt >= startedBefore || !(await isLost(deps, runs, row))) continue;
      const stored = await runIndex.read(row.id);
      if (stored && isOver(stored)) {
        // Its end was written, but a crash left an older row in the list of the unfinished.
        await runIndex.put(stored);
        continue;
      }
      if (row.kind === 'job') {
        await settleJob(deps, runs, row);
        healed++;
        continue;
      }
      // Nobody else looks after the jobs of a run that is gone.
      for (const item of await unfinishedItems(deps, row)) await settleJob(deps, runs, item);
      const end = { status: 'failed', message: 'Its run was lost.', endedAt: now.toISOString() } as const;
      await runIndex.put({ ...row, ...end });
      healed++;
    }
    return { healed };
  };
}

async function unfinishedItems({ runIndex }: ActivityDependencies, { id, kind }: RunRow): Promise<RunRow[]> {
  return kind === 'jobArray' || kind === 'jobGraph' ? allItems(runIndex, id, ['pending', 'running']) : [];
}

async function isLost({ lanes }: ActivityDependencies, runs: Runs, { id, site }: RunRow): Promise<boolean> {
  const state = await runs.stateOf(id);
  if (state === 'active' || state === 'suspended') return false;
  return site === undefined || !holds((await lanes.read(site)).row, id);
}
