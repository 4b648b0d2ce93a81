import type { JobRequest } from '../../contract/jobs.ts';
import { startedJobRow } from '../decide/jobs/job-row.ts';
import { jobValue } from '../decide/jobs/job-value.ts';
import type { RunDocuments } from '../ports/run-documents.ts';
import type { RunIndex } from '../ports/run-index.ts';
import type { Runs } from '../ports/runs.ts';
import { startOnce } from './start-once.ts';

/** Azure's variables of a container take so much, and every durable step of the run carries it. */
const mostInlineBytes = 32 * 1_024;

export type JobStart = {
  /** From `jobRunId`, or derived from the run that waits for this one. */
  id: string;
  request: Omit<JobRequest, 'input'>;
  /** JSON; absent when there is none. */
  input?: unknown;
};

/** Starts one run of a job, once however often it is asked for. Throws what the storage or the hub throws; asked again, it goes on. */
export async function startJob(
  stores: { documents: RunDocuments; runIndex: RunIndex },
  runs: Runs,
  { id, request, input }: JobStart,
): Promise<void> {
  const value = input === undefined ? undefined : jobValue(input, mostInlineBytes);
  const whole: JobRequest = { ...request, ...(value && { input: value }) };
  await startOnce(stores, runs, startedJobRow(id, whole), async () => {
    if (value?.kind === 'stored') await stores.documents.writeValue(id, 'input', input);
    await runs.start('runJob', { id, input: whole });
  });
}
