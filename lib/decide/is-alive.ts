import type { RunState } from '../../contract/runs.ts';

/** Whether a run may still do something: now, or when somebody resumes it. */
export function isAlive(state: RunState | undefined): boolean {
  return state === 'active' || state === 'suspended';
}
