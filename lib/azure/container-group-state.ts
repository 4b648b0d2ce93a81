import type { ContainerGroup, ContainerState as SdkContainerState } from '@azure/arm-containerinstance';
import type { ContainerEvent, ContainerGroupState, ContainerState } from '../../contract/containers.ts';
import { containerName } from './container-group-body.ts';

/** Reduces what Azure shows of a group to what decisions need. Anything may be missing until a node has reported. */
export function containerGroupState(group: ContainerGroup): ContainerGroupState {
  const container = group.containers?.find((each) => each.name === containerName) ?? group.containers?.[0];
  const view = container?.instanceView;
  const state = view?.currentState && containerState(view.currentState, view.restartCount ?? 0);
  return {
    kind: 'present',
    provisioningState: group.provisioningState ?? 'Unknown',
    ...(group.instanceView?.state ? { groupState: group.instanceView.state } : {}),
    ...(state ? { container: state } : {}),
    events: [...(group.instanceView?.events ?? []), ...(view?.events ?? [])].map(
      (event): ContainerEvent => ({
        name: event.name ?? '',
        message: event.message ?? '',
        warning: event.type === 'Warning',
        count: event.count ?? 1,
      }),
    ),
  };
}

function containerState(current: SdkContainerState, restartCount: number): ContainerState | undefined {
  const state = current.state?.toLowerCase();
  if (state !== 'waiting' && state !== 'running' && state !== 'terminated') return undefined;
  return {
    state,
    restartCount,
    ...(current.exitCode === undefined || current.exitCode === null ? {} : { exitCode: current.exitCode }),
    ...(current.detailStatus ? { detail: current.detailStatus } : {}),
    ...(current.startTime ? { startedAt: current.startTime.toISOString() } : {}),
    ...(current.finishTime ? { finishedAt: current.finishTime.toISOString() } : {}),
  };
}
