import { endedJobRow } from '../../lib/decide/jobs/ended-job-row.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: each part writes the same again. */
export function endJob({ clock, runIndex }: ActivityDependencies): ActivityHandlers['endJob'] {
  return async ({ runId, request, outcome }, { runs }) => {
    const before = await runIndex.read(runId);
    await runIndex.put(endedJobRow(before, { runId, request, outcome }, clock.now().toISOString()));
    if (request.parent) await runs.raise(request.parent.runId, 'itemEnded', { runId });
    return { kind: 'ended' };
  };
}
