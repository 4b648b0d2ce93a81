import type { JobOutcome, JobRequest, JobValue } from '../../../contract/jobs.ts';
import type { RunRow } from '../../../contract/runs.ts';
import { jobEnd } from './job-end.ts';
import { jobStatusOf } from './job-status-of.ts';
import { jobValue } from './job-value.ts';

/** Rows and custom statuses have room for little; the outcome has the whole. */
export const longestMessage = 500;
const minuteMs = 60_000;

/** A row stands in several lists, so it takes small outputs only; a larger one is a document of the run. */
const mostBytesInRow = 4_096;

/** The row of a job that is started. */
export function startedJobRow(id: string, { job, cause, requestedAt, parent, rerunOf }: JobRequest): RunRow {
  return {
    id,
    kind: 'job',
    ...(job === undefined ? {} : { job }),
    ...(parent ? { parent } : {}),
    ...(rerunOf === undefined ? {} : { rerunOf }),
    status: 'running',
    cause,
    requestedAt,
    startedAt: requestedAt,
  };
}

/** The row of a job that has ended. */
export function endedJobRow(
  before: RunRow | undefined,
  { runId, request, outcome }: { runId: string; request: JobRequest; outcome: JobOutcome },
  endedAt: string,
): RunRow {
  const { attempts, containers, cost, output } = outcome;
  // An item goes with the run that it belongs to, which would take it for lost otherwise.
  const expires = request.parent ? undefined : expiresAt(request.spec.timeToLiveMinutes, endedAt);
  const message = outcome.message?.slice(0, longestMessage) ?? '';
  return {
    ...startedJobRow(runId, request),
    ...before,
    status: jobStatusOf(outcome),
    end: jobEnd(outcome),
    endedAt,
    attempts,
    containers,
    cost,
    ...(message ? { message } : {}),
    ...(output ? { output: rowOutput(output) } : {}),
    ...(expires === undefined ? {} : { expiresAt: expires }),
  };
}

/** When a run with a time to live goes; undefined for one without. */
export function expiresAt(timeToLiveMinutes: number | undefined, endedAt: string): string | undefined {
  if (timeToLiveMinutes === undefined) return undefined;
  return new Date(Date.parse(endedAt) + timeToLiveMinutes * minuteMs).toISOString();
}

/** Whether a job's output stands in its row; otherwise it has to be kept as a document. */
export function fitsRow(output: JobValue): boolean {
  return rowOutput(output).kind === output.kind;
}

function rowOutput(output: JobValue): JobValue {
  return output.kind === 'stored' ? output : jobValue(output.value, mostBytesInRow);
}
