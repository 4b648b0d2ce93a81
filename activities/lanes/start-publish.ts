import { waitingRow } from '../../lib/decide/runs/run-row.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: the row has claimed the run already, and one that exists is not started again. */
export function startPublish({
  clock,
  lanes,
  runIndex,
}: ActivityDependencies): ActivityHandlers['startPublish'] {
  return async ({ site, runId }, { runs }) => {
    const { building } = (await lanes.read(site)).row;
    if (building?.want.runId !== runId || (await runs.stateOf(runId)) !== 'unknown')
      return { kind: 'notStarted' };
    const { want, sha } = building;
    const startedAt = clock.now().toISOString();
    await runIndex.put({ ...waitingRow(site, want), status: 'running', startedAt });
    const { runId: id, ref: _ref, pushed: _pushed, ...asked } = want;
    await runs.start('publishSite', { id, input: { site, ref: { kind: 'sha', sha }, ...asked } });
    return { kind: 'started' };
  };
}
