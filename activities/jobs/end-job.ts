import { endedJobRow, fitsRow } from '../../lib/decide/jobs/job-row.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: each part writes the same again. */
export function endJob({ clock, documents, runIndex }: ActivityDependencies): ActivityHandlers['endJob'] {
  return async ({ runId, request, outcome }, { runs }) => {
    const { output } = outcome;
    if (output?.kind === 'inline' && !fitsRow(output))
      await documents.writeValue(runId, 'output', output.value);
    // A start that was asked for twice has the time of the first in its row, which is part of where lists have it; not so of an item.
    const before = request.parent ? undefined : await runIndex.read(runId);
    await runIndex.put(endedJobRow(before, { runId, request, outcome }, clock.now().toISOString()));
    if (request.parent) await runs.raise(request.parent.runId, 'itemEnded', { item: request.parent.item });
    return { kind: 'ended' };
  };
}
