import type {
  GroupCondition,
  GroupDetails,
  GroupLinks,
  GroupView,
} from '../../../contract/container-operations.ts';
import type { ContainerState } from '../../../contract/containers.ts';

/** A container group as people see it. */
export function groupView(details: GroupDetails, links: GroupLinks): GroupView {
  const { groupState: _groupState, ...shown } = details;
  return { ...shown, state: groupCondition(details), links };
}

/** Decided from the containers, too: Azure was seen to call groups running whose containers had all ended for good. */
export function groupCondition(details: GroupDetails): GroupCondition {
  const { containers, groupState, provisioningState } = details;
  switch (groupState) {
    case 'Stopped':
      return 'stopped';
    case 'Succeeded':
      return 'succeeded';
    case 'Failed':
      return 'failed';
  }
  if (provisioningState === 'Failed') return 'failed';
  if (containers.length > 0 && containers.every((container) => isOver(container, details)))
    return containers.every(({ exitCode }) => exitCode === 0) ? 'succeeded' : 'failed';
  return groupState === 'Running' ? 'running' : 'pending';
}

function isOver(
  { state, exitCode }: ContainerState,
  { restartPolicy }: Pick<GroupDetails, 'restartPolicy'>,
): boolean {
  if (state !== 'terminated') return false;
  return restartPolicy === 'Never' || (restartPolicy === 'OnFailure' && exitCode === 0);
}
