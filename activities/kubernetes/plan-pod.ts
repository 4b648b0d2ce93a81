import { nodeName } from '../../lib/decide/kubernetes/pod-context.ts';
import { lackingEvent, scheduledEvent } from '../../lib/decide/kubernetes/pod-events.ts';
import {
  acceptedStatus,
  isOver,
  lackingStatus,
  statusAfter,
} from '../../lib/decide/kubernetes/pod-status.ts';
import { podToGroup } from '../../lib/decide/kubernetes/pod-to-group.ts';
import { asPod, readPod, writePodStatus } from '../../lib/kubernetes/pod-objects.ts';
import { podReferences } from '../../lib/kubernetes/pod-references.ts';
import { recordEvent } from '../../lib/kubernetes/record-event.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: it reads, and writes a status that the same objects give again. */
export function planPod({
  kubeObjects: objects,
  clock,
  settings,
}: ActivityDependencies): ActivityHandlers['planPod'] {
  return async ({ pod: ref }) => {
    const object = await readPod(objects, ref);
    if (!object) return { kind: 'leave' };
    if (object.metadata.deletionTimestamp) return { kind: 'delete' };
    const pod = asPod(object);
    if (isOver(pod)) return { kind: 'leave' };

    const now = clock.now().toISOString();
    const references = await podReferences(objects, pod);
    const mapping = podToGroup(pod, { references, locations: settings.locations });
    switch (mapping.kind) {
      case 'group':
        await writePodStatus(objects, ref, (current) =>
          current.status?.startTime ? (current.status ?? {}) : acceptedStatus(current, now),
        );
        await recordEvent({ objects, clock }, object, {
          ...scheduledEvent(ref.namespace, ref.name, nodeName),
          count: 1,
        });
        return { kind: 'create', spec: mapping.spec };
      case 'waiting': {
        await writePodStatus(objects, ref, (current) => lackingStatus(current, mapping.missing, now));
        for (const missing of mapping.missing)
          await recordEvent({ objects, clock }, object, lackingEvent(missing));
        return { kind: 'wait' };
      }
      case 'refused': {
        const message = mapping.causes.map(({ field, message }) => `${field}: ${message}`).join(' ');
        const news = { kind: 'failed', reason: 'Refused', message } as const;
        await writePodStatus(objects, ref, (current) => statusAfter(current, news, now));
        return { kind: 'leave' };
      }
    }
  };
}
