import { settled } from '../../lib/decide/lanes/lane-row.ts';
import { endedRow } from '../../lib/decide/runs/run-row.ts';
import { updateLane } from '../../lib/lanes/update-lane.ts';
import { wakeLane } from '../../lib/lanes/wake-lane.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: each part writes the same again. */
export function endPublish(deps: ActivityDependencies): ActivityHandlers['endPublish'] {
  const { clock, runIndex } = deps;
  return async ({ runId, request, outcome }, { runs }) => {
    const before = await runIndex.read(runId);
    await runIndex.put(endedRow(before, { runId, request, outcome }, clock.now().toISOString()));
    await updateLane(deps, request.site, (row) => settled(row, runId, outcome.kind));
    if (request.batch) await runs.raise(request.batch, 'siteEnded', { runId });
    await wakeLane(runs, request.site);
    return { kind: 'ended' };
  };
}
