import type { Job } from 'kubernetes-types/batch/v1.js';
import type { Pod } from 'kubernetes-types/core/v1.js';
import type { KubeKey, KubeObject } from '../../../contract/kube-objects.ts';
import type { KubeApiDependencies } from '../kube-api-dependencies.ts';
import { conflict, KubeError, notFound } from '../kube-error.ts';
import { type KubeResource, namespaces, pods, storedName } from '../kube-resources.ts';
import { kubeTime } from '../kube-time.ts';
import { updateObject } from '../update-object.ts';
import { isWorkload } from './create-object.ts';
import { contentOf, finishNamespaces } from './namespace-life.ts';

export type DeleteOptions = {
  gracePeriodSeconds?: number;
  /** What becomes of the pods of a job. Default `Background`: they go too. */
  propagationPolicy?: 'Foreground' | 'Background' | 'Orphan';
  preconditions?: { uid?: string; resourceVersion?: string };
  dryRun: boolean;
};

type Target = { resource: KubeResource; key: KubeKey };

/**
 * Deletes an object. A pod, a job and a namespace stay, marked as going, until what they stand for is gone; the answer is the
 * object as it is then.
 */
export async function deleteObject(
  deps: KubeApiDependencies,
  { resource, key }: Target,
  options: DeleteOptions,
): Promise<KubeObject> {
  const stored = await deps.objects.read(key);
  if (!stored) throw notFound(resource, key.name);
  checkPreconditions(resource, stored, options);
  if (options.dryRun) return stored;
  if (resource.kind === 'Namespace') return deleteNamespace(deps, key);
  if (isWorkload(resource)) return deleteWorkload(deps, { resource, key }, options);
  const removed = await deps.objects.remove(key);
  return removed.kind === 'written' ? removed.object : stored;
}

function checkPreconditions(
  resource: KubeResource,
  { metadata }: KubeObject,
  { preconditions }: DeleteOptions,
): void {
  for (const [field, wanted, is] of [
    ['UID', preconditions?.uid, metadata.uid],
    ['ResourceVersion', preconditions?.resourceVersion, metadata.resourceVersion],
  ]) {
    if (wanted && wanted !== is)
      throw conflict(
        resource,
        metadata.name,
        `Precondition failed: ${field} in precondition: ${wanted}, ${field} in object meta: ${is}`,
      );
  }
}

async function deleteWorkload(
  deps: KubeApiDependencies,
  { resource, key }: Target,
  options: DeleteOptions,
): Promise<KubeObject> {
  const marked = await markedAsGoing(deps, key, options.gracePeriodSeconds);
  if (!marked) throw notFound(resource, key.name);
  if (resource.kind === 'Job') await deleteDependants(deps, marked, options);
  await deps.workloads.stop(marked as Pod | Job, deps.runs);
  // `--force`: nobody waits for the group, which goes all the same.
  if (options.gracePeriodSeconds === 0) await deps.objects.remove(key);
  return (await deps.objects.read(key)) ?? marked;
}

/** A shorter grace than the one before is taken, a longer one is not. */
async function markedAsGoing(
  { objects, clock }: KubeApiDependencies,
  key: KubeKey,
  asked: number | undefined,
): Promise<KubeObject | undefined> {
  return updateObject(objects, key, (object) => {
    const spec = object.spec as { terminationGracePeriodSeconds?: number } | undefined;
    const grace = asked ?? spec?.terminationGracePeriodSeconds ?? 0;
    const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = object.metadata;
    if (deletionTimestamp && deletionGracePeriodSeconds <= grace) return undefined;
    const due = kubeTime(new Date(clock.now().getTime() + grace * 1_000));
    return {
      ...object,
      metadata: { ...object.metadata, deletionTimestamp: due, deletionGracePeriodSeconds: grace },
    };
  });
}

async function deleteDependants(
  deps: KubeApiDependencies,
  owner: KubeObject,
  { propagationPolicy, gracePeriodSeconds, dryRun }: DeleteOptions,
): Promise<void> {
  const { uid, namespace = '' } = owner.metadata;
  const { objects: all } = await deps.objects.list('pods', namespace);
  const owned = all.filter(({ metadata }) => metadata.ownerReferences?.some((each) => each.uid === uid));
  for (const { metadata } of owned) {
    const key = { resource: 'pods', namespace, name: metadata.name };
    if (propagationPolicy === 'Orphan') {
      await updateObject(deps.objects, key, (pod) => ({
        ...pod,
        metadata: {
          ...pod.metadata,
          ownerReferences: pod.metadata.ownerReferences?.filter((each) => each.uid !== uid) ?? [],
        },
      }));
    } else {
      await deleteObject(
        deps,
        { resource: pods, key },
        { dryRun, ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }) },
      ).catch(unlessGone);
    }
  }
}

async function deleteNamespace(deps: KubeApiDependencies, key: KubeKey): Promise<KubeObject> {
  if (key.name === 'default')
    throw new KubeError(
      403,
      'Forbidden',
      'namespaces "default" is forbidden: this namespace may not be deleted',
    );
  const going = await updateObject(deps.objects, key, (namespace) =>
    namespace.metadata.deletionTimestamp
      ? undefined
      : {
          ...namespace,
          metadata: { ...namespace.metadata, deletionTimestamp: kubeTime(deps.clock.now()) },
          status: { phase: 'Terminating' },
        },
  );
  if (!going) throw notFound(namespaces, key.name);
  for (const { resource, object } of await contentOf(deps, key.name)) {
    const { name } = object.metadata;
    const target = { resource, key: { resource: storedName(resource), namespace: key.name, name } };
    await deleteObject(deps, target, { dryRun: false }).catch(unlessGone);
  }
  await finishNamespaces(deps);
  return going;
}

/** What is gone in the meantime need not be deleted. */
function unlessGone(error: unknown): void {
  if (!(error instanceof KubeError && error.status.code === 404)) throw error;
}
