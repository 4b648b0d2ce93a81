import type { KubeKey, KubeObject } from '../../../contract/kube-objects.ts';
import type { KubeApiDependencies } from '../kube-api-dependencies.ts';
import { KubeError, notFound } from '../kube-error.ts';
import { kubeResources, namespaces, storedName } from '../kube-resources.ts';
import { kubeTime } from '../kube-time.ts';

type Store = Pick<KubeApiDependencies, 'objects' | 'clock' | 'newId'>;

export function namespaceKey(name: string): KubeKey {
  return { resource: 'namespaces', namespace: '', name };
}

/** The namespace that always is. */
export async function ensureDefaultNamespace({ objects, clock, newId }: Store): Promise<void> {
  const key = namespaceKey('default');
  if (await objects.read(key)) return;
  // Somebody else may make it at the same moment, which is as well.
  await objects.create(key, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: 'default',
      uid: newId(),
      resourceVersion: '',
      creationTimestamp: kubeTime(clock.now()),
      labels: { 'kubernetes.io/metadata.name': 'default' },
    },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  });
}

/** Throws where nothing can be made in a namespace, because it is not there or is going. */
export async function requireNamespace(deps: Store, name: string): Promise<void> {
  if (name === 'default') await ensureDefaultNamespace(deps);
  const namespace = await deps.objects.read(namespaceKey(name));
  if (!namespace) throw notFound(namespaces, name);
  if (namespace.metadata.deletionTimestamp)
    throw new KubeError(
      403,
      'Forbidden',
      `unable to create new content in namespace ${name} because it is being terminated`,
    );
}

/** Everything in a namespace. */
export async function contentOf({ objects }: Pick<Store, 'objects'>, namespace: string) {
  const lists = await Promise.all(
    kubeResources
      .filter(({ namespaced }) => namespaced)
      .map(async (resource) => {
        const { objects: found } = await objects.list(storedName(resource), namespace);
        return found.map((object) => ({ resource, object }));
      }),
  );
  return lists.flat();
}

/** Removes namespaces that were deleted and are empty by now: their last pods end some time after the request. */
export async function finishNamespaces({ objects }: Pick<Store, 'objects'>): Promise<void> {
  const { objects: all } = await objects.list('namespaces');
  for (const namespace of all.filter(({ metadata }) => metadata.deletionTimestamp)) {
    await finishNamespace({ objects }, namespace);
  }
}

/** What says how its content went, goes with it. */
async function finishNamespace({ objects }: Pick<Store, 'objects'>, { metadata }: KubeObject): Promise<void> {
  const content = await contentOf({ objects }, metadata.name);
  if (content.some(({ resource }) => resource.name !== 'events')) return;
  for (const { object } of content)
    await objects.remove({ resource: 'events', namespace: metadata.name, name: object.metadata.name });
  await objects.remove(namespaceKey(metadata.name));
}
