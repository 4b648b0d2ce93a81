import { createHash } from 'node:crypto';
import type { KubeObject } from '../../contract/kube-objects.ts';
import type { Clock } from '../ports/clock.ts';
import type { KubeObjects } from '../ports/kube-objects.ts';
import { kubeTime } from './kube-time.ts';
import { updateObject } from './update-object.ts';

/** As long as Kubernetes keeps them. */
const keptSeconds = 3_600;
const removedAtATime = 20;

export type EventText = {
  type: 'Normal' | 'Warning';
  /** One word: `Pulled`. */
  reason: string;
  message: string;
  /** Who says so. Default `slipway`. */
  component?: string;
  /** Part of the object: `spec.containers{main}`. */
  fieldPath?: string;
  /** How often so far, where that is known; then saying it again adds nothing. Otherwise once more than before. */
  count?: number;
};

/** Notes what happens to an object where `kubectl describe` shows it; what is said again is counted. Old events go. */
export async function recordEvent(
  { objects, clock }: { objects: KubeObjects; clock: Clock },
  regarding: KubeObject,
  { type, reason, message, component = 'slipway', fieldPath, count }: EventText,
): Promise<void> {
  const now = clock.now();
  const { name, namespace = 'default', uid, resourceVersion } = regarding.metadata;
  const digest = createHash('sha256')
    .update(JSON.stringify([uid, reason, message, fieldPath]))
    .digest('hex');
  const key = { resource: 'events', namespace, name: `${name.slice(0, 200)}.${digest.slice(0, 16)}` };
  const event: KubeObject = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: key.name,
      namespace,
      uid: `${digest.slice(0, 8)}-${digest.slice(8, 12)}-${digest.slice(12, 16)}-${digest.slice(16, 20)}-${digest.slice(20, 32)}`,
      resourceVersion: '',
      creationTimestamp: kubeTime(now),
    },
    involvedObject: {
      apiVersion: regarding.apiVersion,
      kind: regarding.kind,
      name,
      namespace,
      uid,
      resourceVersion,
      ...(fieldPath === undefined ? {} : { fieldPath }),
    },
    type,
    reason,
    message,
    source: { component },
    reportingComponent: component,
    reportingInstance: '',
    firstTimestamp: kubeTime(now),
    lastTimestamp: kubeTime(now),
    count: count ?? 1,
  };
  const created = await objects.create(key, event);
  if (created.kind === 'conflict') {
    await updateObject(objects, key, (said) =>
      count !== undefined && Number(said.count) >= count
        ? undefined
        : { ...said, count: count ?? Number(said.count) + 1, lastTimestamp: kubeTime(now) },
    );
  }
  await removeOld(objects, namespace, new Date(now.getTime() - keptSeconds * 1_000));
}

async function removeOld(objects: KubeObjects, namespace: string, before: Date): Promise<void> {
  const { objects: events } = await objects.list('events', namespace);
  const old = events.filter(({ lastTimestamp }) => new Date(String(lastTimestamp)) < before);
  for (const { metadata } of old.slice(0, removedAtATime)) {
    await objects.remove({ resource: 'events', namespace, name: metadata.name }, metadata.resourceVersion);
  }
}
