import { removeGroup } from '../../lib/containers/remove-group.ts';
import { endedJobRow, fitsRow } from '../../lib/decide/jobs/job-row.ts';
import { jobStatusOf } from '../../lib/decide/jobs/job-status-of.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: each part writes the same again. */
export function endJob({ clock, documents, runIndex }: ActivityDependencies): ActivityHandlers['endJob'] {
  return async ({ runId, request, outcome, removal }, { runs }) => {
    const { output } = outcome;
    if (output?.kind === 'inline' && !fitsRow(output))
      await documents.writeValue(runId, 'output', output.value);
    // A start that was asked for twice has the time of the first in its row, which is part of where lists have it; not so of an item.
    const before = request.parent ? undefined : await runIndex.read(runId);
    const row = endedJobRow(before, { runId, request, outcome }, clock.now().toISOString());
    const record = async (): Promise<void> => {
      await runIndex.put(row);
      if (!request.parent) return;
      const { runId: parent, item } = request.parent;
      await runs.raise(parent, 'itemEnded', { item, status: jobStatusOf(outcome) });
    };
    await Promise.all([record(), removal && removeGroup(runs, removal)]);
    return { kind: 'ended' };
  };
}
