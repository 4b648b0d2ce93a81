import type { PodSpec, PodStatus } from 'kubernetes-types/core/v1.js';
import type { KubeObject } from '../../contract/kube-objects.ts';
import { podRunId } from '../../lib/ids.ts';
import { asPod, podKey, refOf } from '../../lib/kubernetes/pod-objects.ts';
import type { FakeKubeObjects } from './fakes/fake-kube-objects.ts';
import type { TestApp } from './test-app.ts';

/** The object of a pod of one container that runs once. */
export function aPodObject(
  spec: Partial<PodSpec> = {},
  metadata: Partial<KubeObject['metadata']> = {},
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web',
      namespace: 'default',
      uid: 'uid-1',
      resourceVersion: '',
      creationTimestamp: '2026-01-01T00:00:00Z',
      ...metadata,
    },
    spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'demo/x:1' }], ...spec },
  };
}

/** Keeps an object, as the API does before it runs the pod. */
export async function keep(objects: FakeKubeObjects, object: KubeObject): Promise<KubeObject> {
  const written = await objects.create(podKey(refOf(object)), object);
  if (written.kind !== 'written') throw new Error(`The pod could not be kept: ${written.kind}.`);
  return written.object;
}

/** Keeps the object of a pod and begins its run. */
export async function beginPod(app: TestApp, object = aPodObject()): Promise<string> {
  const { metadata } = await keep(app.kubeObjects, object);
  return app.begin('runPod', { hub: 'test', pod: refOf(object) }, podRunId(metadata.uid));
}

/** Asks for the deletion of a pod, as the API does. */
export async function markDeleted(app: TestApp, name = 'web'): Promise<void> {
  const object = await app.kubeObjects.read(podKey({ namespace: 'default', name }));
  if (!object) throw new Error(`There is no pod "${name}".`);
  const metadata = { ...object.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' };
  await app.kubeObjects.replace(podKey(refOf(object)), { ...object, metadata });
  const id = podRunId(object.metadata.uid);
  await app.documents.markCancelled(id, 'The pod was deleted.');
  await app.raise(id, 'cancelRequested', { reason: 'The pod was deleted.' });
}

/** What the object says of the pod; undefined when it is gone. */
export async function statusOfPod(objects: FakeKubeObjects, name = 'web'): Promise<PodStatus | undefined> {
  const object = await objects.read(podKey({ namespace: 'default', name }));
  return object && (asPod(object).status ?? {});
}

/** What happened, as `kubectl describe` lists it. */
export async function eventsOf(objects: FakeKubeObjects): Promise<string[]> {
  const { objects: events } = await objects.list('events');
  return events.map(({ reason, message, count }) => `${reason} x${count}: ${message}`).sort();
}
