import type { Pod, PodStatus } from 'kubernetes-types/core/v1.js';
import type { KubeKey, KubeObject } from '../../contract/kube-objects.ts';
import type { ObjectRef } from '../../contract/pods.ts';
import type { KubeObjects } from '../ports/kube-objects.ts';
import { updateObject } from './update-object.ts';

export function podKey({ namespace, name }: Pick<ObjectRef, 'namespace' | 'name'>): KubeKey {
  return { resource: 'pods', namespace, name };
}

/** Who an object is. */
export function refOf({ metadata }: KubeObject): ObjectRef {
  return { namespace: metadata.namespace ?? 'default', name: metadata.name, uid: metadata.uid };
}

/** Undefined where it is gone, or another one has its name. */
export async function readPod(objects: KubeObjects, ref: ObjectRef): Promise<KubeObject | undefined> {
  const object = await objects.read(podKey(ref));
  return object?.metadata.uid === ref.uid ? object : undefined;
}

/** Writes the status where it differs. Answers the pod as it is then; undefined where it is gone. */
export async function writePodStatus(
  objects: KubeObjects,
  ref: ObjectRef,
  statusOf: (pod: Pod) => PodStatus,
): Promise<KubeObject | undefined> {
  const written = await updateObject(objects, podKey(ref), (object) => {
    if (object.metadata.uid !== ref.uid) return undefined;
    const status = statusOf(asPod(object));
    return JSON.stringify(status) === JSON.stringify(object.status) ? undefined : { ...object, status };
  });
  return written?.metadata.uid === ref.uid ? written : undefined;
}

export function asPod(object: KubeObject): Pod {
  return object as unknown as Pod;
}
