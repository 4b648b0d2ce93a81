import type { RunState } from '../../contract/model.ts';
import type { Runs } from './runs.ts';

const activeStates = new Set(['Running', 'Pending', 'Suspended', 'ContinuedAsNew']);

/** What the durable hub says of a run; `unknown` when it never had one, or purged it. */
export async function runStateOf(runs: Pick<Runs, 'read'>, runId: string): Promise<RunState> {
  const run = await runs.read(runId);
  if (!run) return 'unknown';
  return activeStates.has(run.runtimeStatus) ? 'active' : 'ended';
}
