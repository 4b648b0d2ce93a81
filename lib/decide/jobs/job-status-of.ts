import type { ContainerEnd } from '../../../contract/containers.ts';

/** The status of a run whose container group has ended. */
export function jobStatusOf({ kind }: Pick<ContainerEnd, 'kind'>): 'succeeded' | 'cancelled' | 'failed' {
  return kind === 'succeeded' || kind === 'cancelled' ? kind : 'failed';
}
