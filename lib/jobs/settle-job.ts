import type { JobOutcome, JobParent, JobRequest } from '../../contract/jobs.ts';
import type { RunRecord, RunRow } from '../../contract/runs.ts';
import { endedJobRow } from '../decide/jobs/job-row.ts';
import { isAlive } from '../decide/runs/is-alive.ts';
import { isOver } from '../decide/runs/run-row.ts';
import { cancelRun } from '../lanes/cancel-run.ts';
import type { Clock } from '../ports/clock.ts';
import type { RunDocuments } from '../ports/run-documents.ts';
import type { RunIndex } from '../ports/run-index.ts';
import type { Runs } from '../ports/runs.ts';

type Known = { id: string; row: RunRow | undefined; parent: JobParent };

/**
 * Gives a job an end that will write none itself: it was terminated, purged, or lost with its hub, or its last step failed for
 * too long. Its containers are told to end. The row as it stands then; one that goes on is left alone.
 */
export async function settleJob(
  deps: { clock: Clock; documents: RunDocuments; runIndex: RunIndex },
  runs: Runs,
  { id, row: before, parent }: Known,
): Promise<RunRow | undefined> {
  const { clock, documents, runIndex } = deps;
  if (before && isOver(before)) return before;
  if (isAlive(await runs.stateOf(id))) return before;
  const record = await runs.read(id);
  // It may have written its end while it was looked at.
  const row = await runIndex.read(id);
  if (row && isOver(row)) return row;

  const endedAt = clock.now().toISOString();
  const settled = settledRow(record, { id, row, parent }, endedAt);
  if (settled.status !== 'succeeded') await cancelRun({ documents, runs }, id, settled.message ?? '');
  await runIndex.put(settled);
  return settled;
}

function settledRow(record: RunRecord | undefined, { id, row, parent }: Known, endedAt: string): RunRow {
  const outcome = record?.runtimeStatus === 'Completed' ? (record.output as JobOutcome) : undefined;
  if (record && outcome)
    return endedJobRow(row, { runId: id, request: record.input as JobRequest, outcome }, endedAt);
  const requestedAt = record?.createdAt ?? endedAt;
  return {
    ...(row ?? { id, kind: 'job', parent, requestedAt }),
    status: record?.runtimeStatus === 'Terminated' ? 'terminated' : 'failed',
    message: record ? `Its run is ${record.runtimeStatus}: ${String(record.output)}` : 'Its run was lost.',
    endedAt,
  };
}
