import type { JobOutcome, JobRequest } from '../../../contract/jobs.ts';
import type { RunRow } from '../../../contract/runs.ts';

const longestMessage = 500;

/** The row of a job that ended by itself. */
export function endedJobRow(
  before: RunRow | undefined,
  { runId, request, outcome }: { runId: string; request: JobRequest; outcome: JobOutcome },
  endedAt: string,
): RunRow {
  const { job, cause, requestedAt, parent } = request;
  const status = outcome.kind === 'succeeded' || outcome.kind === 'cancelled' ? outcome.kind : 'failed';
  return {
    id: runId,
    kind: 'job',
    cause,
    requestedAt,
    ...(job === undefined ? {} : { job }),
    ...(parent ? { parent: parent.runId } : {}),
    ...before,
    status,
    endedAt,
    ...('message' in outcome ? { message: outcome.message.slice(0, longestMessage) } : {}),
  };
}
