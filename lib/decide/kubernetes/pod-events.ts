import type { ContainerEvent, ContainerGroupState } from '../../../contract/containers.ts';
import type { PodNews } from '../../../contract/pods.ts';
import { type MissingReference, referenceText } from './findings.ts';

export type PodEvent = {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  fieldPath?: string;
  count?: number;
};

/** What Azure tells of a group, by a key that changes when there is more to tell. */
export function observedEvents(state: ContainerGroupState): Array<PodEvent & { key: string }> {
  if (state.kind === 'absent') return [];
  const told = (events: readonly ContainerEvent[], place: string, fieldPath?: string) =>
    events.map(({ name, message, warning, count }, index) => ({
      key: `${place}/${index}:${count}`,
      type: warning ? ('Warning' as const) : ('Normal' as const),
      // Azure ends one of its names in a dot.
      reason: name.replace(/\W+$/, ''),
      message,
      count,
      ...(fieldPath ? { fieldPath } : {}),
    }));
  return [
    ...told(state.events, ''),
    ...state.initContainers.flatMap(({ name, events }) => told(events, name, `spec.initContainers{${name}}`)),
    ...state.containers.flatMap(({ name, events }) => told(events, name, `spec.containers{${name}}`)),
  ];
}

export function scheduledEvent(namespace: string, name: string, node: string): PodEvent {
  return {
    type: 'Normal',
    reason: 'Scheduled',
    message: `Successfully assigned ${namespace}/${name} to ${node}`,
  };
}

/** As the kubelet words it: files can't be mounted, variables fail the container. */
export function lackingEvent(missing: MissingReference): PodEvent {
  const reason = missing.field.startsWith('spec.volumes') ? 'FailedMount' : 'Failed';
  return { type: 'Warning', reason, message: `${referenceText(missing)} not found` };
}

export function newsEvent(news: PodNews): PodEvent {
  const reason = { unschedulable: 'FailedScheduling', imagePull: 'Failed', failed: 'Failed' }[news.kind];
  return { type: 'Warning', reason, message: news.message };
}
