import type {
  ContainerGroup,
  ContainerState as SdkContainerState,
  Event as SdkEvent,
} from '@azure/arm-containerinstance';
import type { ContainerEvent, ContainerGroupState, ContainerState } from '../../contract/containers.ts';

/** Reduces what Azure shows of a group to what decisions need. Anything may be missing until a node has reported. */
export function containerGroupState(
  group: ContainerGroup,
): Extract<ContainerGroupState, { kind: 'present' }> {
  const { ip, fqdn } = group.ipAddress ?? {};
  return {
    kind: 'present',
    provisioningState: group.provisioningState ?? 'Unknown',
    ...(group.instanceView?.state ? { groupState: group.instanceView.state } : {}),
    containers: (group.containers ?? []).map(containerState),
    initContainers: (group.initContainers ?? []).map(containerState),
    events: (group.instanceView?.events ?? []).map(containerEvent),
    ...(ip ? { ip } : {}),
    ...(fqdn ? { fqdn } : {}),
  };
}

type SdkContainer = {
  name: string;
  instanceView?: { restartCount?: number; currentState?: SdkContainerState; events?: SdkEvent[] };
};

function containerState({ name, instanceView }: SdkContainer): ContainerState {
  const { currentState: current = {}, restartCount = 0, events = [] } = instanceView ?? {};
  const state = current.state?.toLowerCase();
  return {
    name,
    state: state === 'running' || state === 'terminated' ? state : 'waiting',
    restartCount,
    events: events.map(containerEvent),
    ...(current.exitCode === undefined || current.exitCode === null ? {} : { exitCode: current.exitCode }),
    ...(current.detailStatus ? { detail: current.detailStatus } : {}),
    ...(current.startTime ? { startedAt: current.startTime.toISOString() } : {}),
    ...(current.finishTime ? { finishedAt: current.finishTime.toISOString() } : {}),
  };
}

function containerEvent({ name = '', message = '', type, count = 1 }: SdkEvent): ContainerEvent {
  return { name, message, warning: type === 'Warning', count };
}
