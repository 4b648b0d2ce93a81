import type { RunRecord, RunState } from '../../contract/runs.ts';

const activeStates = new Set(['Running', 'Pending', 'Suspended', 'ContinuedAsNew']);

/** What the durable hub says of a run; `unknown` when it never had one, or purged it. */
export function runStateOf(run: Pick<RunRecord, 'runtimeStatus'> | undefined): RunState {
  if (!run) return 'unknown';
  return activeStates.has(run.runtimeStatus) ? 'active' : 'ended';
}
