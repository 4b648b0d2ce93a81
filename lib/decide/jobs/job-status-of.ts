import type { ContainerEnd } from '../../../contract/containers.ts';
import type { RunStatus } from '../../../contract/run-view.ts';

/** The status of a run whose container group has ended. */
export function jobStatusOf({ kind }: Pick<ContainerEnd, 'kind'>): RunStatus {
  return kind === 'succeeded' || kind === 'cancelled' ? kind : 'failed';
}
