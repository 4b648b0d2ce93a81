import type { KubeChange, KubeKey, KubeObject } from '../../contract/kube-objects.ts';

/** What became of a write. `object` carries its new resource version. */
export type KubeWrite =
  | { kind: 'written'; object: KubeObject }
  /** There is one of that name already (create), or another version of it (replace, remove). */
  | { kind: 'conflict' }
  | { kind: 'absent' }
  /** Larger than what is kept of one object, which is 1 MB of JSON. */
  | { kind: 'tooLarge' };

/**
 * The objects of the Kubernetes API, and the log of their changes. Every write has a resource version of its own, larger than
 * all before; object and log are written together or not at all.
 */
export interface KubeObjects {
  read(key: KubeKey): Promise<KubeObject | undefined>;
  /** All of a resource, or those of one namespace, by namespace and name; and the version at which that was so, at the least. */
  list(resource: string, namespace?: string): Promise<{ objects: KubeObject[]; resourceVersion: string }>;
  create(key: KubeKey, object: KubeObject): Promise<KubeWrite>;
  /** Over the version that the object carries. */
  replace(key: KubeKey, object: KubeObject): Promise<KubeWrite>;
  /** Of any version unless one is named; the answer is the object as it was. */
  remove(key: KubeKey, resourceVersion?: string): Promise<KubeWrite>;
  /** What was written after a version, oldest first; `expired` when the log does not reach back so far. */
  changesSince(
    resourceVersion: string,
  ): Promise<{ kind: 'changes'; changes: KubeChange[]; resourceVersion: string } | { kind: 'expired' }>;
}
