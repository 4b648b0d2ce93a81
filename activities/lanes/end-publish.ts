import { settled } from '../../lib/decide/lanes/lane-row.ts';
import { endedRow } from '../../lib/decide/runs/run-row.ts';
import { secondsBetween, timingsOf } from '../../lib/decide/runs/run-timings.ts';
import { updateLane } from '../../lib/lanes/update-lane.ts';
import { wakeLane } from '../../lib/lanes/wake-lane.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: each part writes the same again. A call that comes again is measured again, which is rare. */
export function endPublish(deps: ActivityDependencies): ActivityHandlers['endPublish'] {
  const { clock, metrics, runIndex } = deps;
  return async ({ runId, request, outcome, phases = [] }, { runs }) => {
    const before = await runIndex.read(runId);
    const now = clock.now().toISOString();
    await runIndex.put(endedRow(before, { runId, request, outcome }, now));
    await updateLane(deps, request.site, (row) => settled(row, runId, outcome.kind));
    if (request.batch) await runs.raise(request.batch, 'siteEnded', { runId });
    await wakeLane(runs, request.site);
    const [first] = phases;
    if (first) {
      metrics.publishEnded({
        site: request.site,
        outcome: outcome.kind,
        seconds: secondsBetween(first.startedAt, now),
        phases: timingsOf(phases, now),
      });
    }
    return { kind: 'ended' };
  };
}
