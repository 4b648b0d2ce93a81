import { recorded } from '../../lib/decide/lanes/lane-row.ts';
import { droppedRow } from '../../lib/decide/runs/run-row.ts';
import { messageOf } from '../../lib/errors.ts';
import { reportDropped } from '../../lib/lanes/report-dropped.ts';
import { updateLane } from '../../lib/lanes/update-lane.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: the row forgets a want only after everything else has been told of it. */
export function recordDropped(deps: ActivityDependencies): ActivityHandlers['recordDropped'] {
  const { catalogs, clock, commitStatuses, lanes, runIndex, settings } = deps;
  return async ({ site: name }, { runs, log }) => {
    const site = await catalogs.site(name);
    const { dropped } = (await lanes.read(name)).row;
    for (const each of dropped) {
      await runIndex.put(droppedRow(name, each, clock.now().toISOString()));
      const { runId, batch } = each.want;
      if (batch) await runs.raise(batch, 'siteEnded', { runId });
      if (!site) continue;
      await reportDropped({ commitStatuses, publicUrl: settings.publicUrl }, site, each).catch((error) =>
        // A provider that is away holds nothing up.
        log(`lane ${name}: commit ${each.sha} was not told of ${runId}: ${messageOf(error)}`),
      );
    }
    await updateLane(deps, name, (row) =>
      recorded(
        row,
        dropped.map(({ want }) => want.runId),
      ),
    );
    return { recorded: dropped.length };
  };
}
