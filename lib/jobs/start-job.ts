import type { JobRequest, JobValue } from '../../contract/jobs.ts';
import { startedJobRow } from '../decide/jobs/job-row.ts';
import { isOver } from '../decide/runs/run-row.ts';
import type { RunDocuments } from '../ports/run-documents.ts';
import type { RunIndex } from '../ports/run-index.ts';
import type { Runs } from '../ports/runs.ts';

/** Azure's variables of a container take so much, and every durable step of the run carries it. */
const mostInlineBytes = 32 * 1_024;

export type JobStart = {
  /** From `jobRunId`, or derived from the run that waits for this one. */
  id: string;
  request: Omit<JobRequest, 'input'>;
  /** JSON; absent when there is none. */
  input?: unknown;
};

/**
 * Starts one run of a job, once however often it is asked for: its row in the list of runs claims the id, by a conditional write,
 * and who finds the row looks whether the run is really there. Throws what the storage or the hub throws; asked again, it goes on.
 */
export async function startJob(
  { documents, runIndex }: { documents: RunDocuments; runIndex: RunIndex },
  runs: Runs,
  { id, request, input }: JobStart,
): Promise<'started' | 'known'> {
  const whole: JobRequest = { ...request, ...(input === undefined ? {} : { input: jobValue(input) }) };
  if (whole.input?.kind === 'stored') await documents.writeValue(id, 'input', input);
  if ((await runIndex.add(startedJobRow(id, whole))) === 'known') {
    const row = await runIndex.read(id);
    if ((row && isOver(row)) || (await runs.stateOf(id)) !== 'unknown') return 'known';
  }
  return (await runs.start('runJob', { id, input: whole })) === 'started' ? 'started' : 'known';
}

function jobValue(input: unknown): JobValue {
  const bytes = Buffer.byteLength(JSON.stringify(input));
  return bytes > mostInlineBytes ? { kind: 'stored', bytes } : { kind: 'inline', value: input };
}
