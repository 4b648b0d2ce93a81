import type { RunRecord, RunState } from '../../contract/runs.ts';

const activeStates = new Set(['Running', 'Pending', 'ContinuedAsNew']);

/** What the durable hub says of a run; `unknown` when it never had one, or purged it. */
export function runStateOf(run: Pick<RunRecord, 'runtimeStatus'> | undefined): RunState {
  if (!run) return 'unknown';
  if (run.runtimeStatus === 'Suspended') return 'suspended';
  return activeStates.has(run.runtimeStatus) ? 'active' : 'ended';
}
