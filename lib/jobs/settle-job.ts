import type { ContainerRunOutcome } from '../../contract/container-runs.ts';
import type { JobOutcome, JobRequest } from '../../contract/jobs.ts';
import type { RunRecord, RunRow } from '../../contract/runs.ts';
import { removeGroup } from '../containers/remove-group.ts';
import { isAlive } from '../decide/is-alive.ts';
import { endedJobRow } from '../decide/jobs/job-row.ts';
import { isOver } from '../decide/runs/run-row.ts';
import { childRunId } from '../ids.ts';
import { cancelRun } from '../lanes/cancel-run.ts';
import type { Clock } from '../ports/clock.ts';
import type { RunDocuments } from '../ports/run-documents.ts';
import type { RunIndex } from '../ports/run-index.ts';
import type { Runs } from '../ports/runs.ts';

/** Of a job without a row only whose it is. */
export type KnownJob = Pick<RunRow, 'id' | 'parent'> & Partial<RunRow>;

/**
 * Gives a job an end that will write none itself: it was terminated, purged, or lost with its hub, or its last step failed for
 * too long. Its containers are told to end, and what they left is removed. The row of its end; undefined while it goes on.
 */
export async function settleJob(
  deps: { clock: Clock; documents: RunDocuments; runIndex: RunIndex },
  runs: Runs,
  known: KnownJob,
): Promise<RunRow | undefined> {
  const { clock, documents, runIndex } = deps;
  if (isAlive(await runs.stateOf(known.id))) return undefined;
  const record = await runs.read(known.id);
  // It may have written its end while it was looked at.
  const row = await runIndex.read(known.id);
  if (row && isOver(row)) return row;

  const settled = settledRow(record, row ?? known, clock.now().toISOString());
  if (settled.status !== 'succeeded') await cancelRun({ documents, runs }, known.id, settled.message ?? '');
  await removeWhatIsLeft(runs, known.id);
  await runIndex.put(settled);
  return settled;
}

/** Its containers may have ended well, and left the removal of their group to it. */
async function removeWhatIsLeft(runs: Runs, id: string): Promise<void> {
  const record = await runs.read(childRunId(id, 'container'));
  const { removal } = (record?.output ?? {}) as Partial<ContainerRunOutcome>;
  if (removal) await removeGroup(runs, removal);
}

function settledRow(record: RunRecord | undefined, known: KnownJob, endedAt: string): RunRow {
  const row: RunRow = {
    ...{ kind: 'job', status: 'running', requestedAt: record?.createdAt ?? endedAt },
    ...known,
  };
  if (record?.runtimeStatus === 'Completed') {
    const [request, outcome] = [record.input as JobRequest, record.output as JobOutcome];
    return endedJobRow(row, { runId: row.id, request, outcome }, endedAt);
  }
  return {
    ...row,
    status: record?.runtimeStatus === 'Terminated' ? 'terminated' : 'failed',
    message: record ? `Its run is ${record.runtimeStatus}: ${String(record.output)}` : 'Its run was lost.',
    endedAt,
  };
}
