import type { ContainerRunRequest } from '../../../contract/container-runs.ts';
import type { ContainerEnd } from '../../../contract/containers.ts';

/** Whether the caller of a run starts the removal of its group: after a success nothing runs that costs while it comes to that. */
export function isRemovalLeft(
  { leavesRemoval }: Pick<ContainerRunRequest, 'leavesRemoval'>,
  { kind }: Pick<ContainerEnd, 'kind'>,
): boolean {
  return leavesRemoval === true && kind === 'succeeded';
}
