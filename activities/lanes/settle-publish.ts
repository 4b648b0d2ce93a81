import { settled } from '../../lib/decide/lanes/lane-row.ts';
import { endOf, isOver, waitingRow } from '../../lib/decide/runs/run-row.ts';
import { messageOf } from '../../lib/errors.ts';
import { cancelRun } from '../../lib/lanes/cancel-run.ts';
import { updateLane } from '../../lib/lanes/update-lane.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import { runUrl } from '../../lib/run-url.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: what the publish recorded itself stays, and the row changes only while it is the one under way. */
export function settlePublish(deps: ActivityDependencies): ActivityHandlers['settlePublish'] {
  const { catalogs, clock, commitStatuses, documents, lanes, runIndex, settings } = deps;
  return async ({ site: name, runId, end, message }, { runs, log }) => {
    const { building } = (await lanes.read(name)).row;
    if (building?.want.runId !== runId) return { kind: 'settled' };
    if (end === 'givenUp') {
      await runs.terminate(runId, message);
      await cancelRun({ documents, runs }, runId, message);
    }
    const before = (await runIndex.read(runId)) ?? waitingRow(name, building.want);
    if (!isOver(before)) {
      await runIndex.put({ ...before, ...endOf(end, message, clock.now().toISOString()) });
      const site = await catalogs.site(name);
      const report = {
        sha: building.sha,
        state: 'error',
        description: message,
        targetUrl: runUrl(settings.publicUrl, runId),
      } as const;
      if (site && end !== 'published')
        await commitStatuses.report(site, report).catch((error) => log(`lane ${name}: ${messageOf(error)}`));
    }
    await updateLane(deps, name, (row) => settled(row, runId, end));
    if (building.want.batch) await runs.raise(building.want.batch, 'siteEnded', { runId });
    return { kind: 'settled' };
  };
}
