import { childRunId } from '../ids.ts';
import type { RunDocuments } from '../ports/run-documents.ts';
import type { Runs } from '../ports/runs.ts';

/** Tells a publish or a job, and its container, to end. The mark first: who is woken by the event looks for it. */
export async function cancelRun(
  { documents, runs }: { documents: RunDocuments; runs: Runs },
  runId: string,
  reason: string,
): Promise<void> {
  const container = childRunId(runId, 'container');
  await Promise.all([runId, container].map((id) => documents.markCancelled(id, reason)));
  await runs.raise(container, 'cancelRequested', { reason });
}
