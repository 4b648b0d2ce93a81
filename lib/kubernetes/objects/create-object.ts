import type { Job } from 'kubernetes-types/batch/v1.js';
import type { Pod } from 'kubernetes-types/core/v1.js';
import type { KubeObject } from '../../../contract/kube-objects.ts';
import { trackUpdate } from '../fields/track-update.ts';
import type { KubeApiDependencies, WriteOptions, Written } from '../kube-api-dependencies.ts';
import { alreadyExists, badRequest, invalid, tooLarge } from '../kube-error.ts';
import { apiVersionOf, type KubeResource, storedName } from '../kube-resources.ts';
import { kubeTime } from '../kube-time.ts';
import { schemaOfKind } from '../schema/kube-schema.ts';
import { decodeObject, type SentObject } from './decode-object.ts';
import { requireNamespace } from './namespace-life.ts';
import { objectCauses } from './object-causes.ts';
import { withDefaults } from './object-defaults.ts';

/** Creates what a body describes, and runs it if it is a workload. Throws `KubeError`. */
export async function createObject(
  deps: KubeApiDependencies,
  resource: KubeResource,
  namespace: string,
  body: unknown,
  options: WriteOptions,
): Promise<Written> {
  const { object: sent, warnings } = decodeObject(resource, body, options.fieldValidation);
  const object = await newObject(deps, resource, namespace, sent);
  const tracked = trackUpdate(
    schemaOfKind(apiVersionOf(resource), resource.kind),
    undefined,
    withoutManagers(object),
    { manager: options.manager, time: object.metadata.creationTimestamp },
  );
  return { object: await keepNew(deps, resource, tracked, options), created: true, warnings };
}

/** The object as it will be kept; throws with everything that is wrong with it. */
export async function newObject(
  deps: KubeApiDependencies,
  resource: KubeResource,
  namespace: string,
  sent: SentObject,
): Promise<KubeObject> {
  if (sent.metadata.namespace && sent.metadata.namespace !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  if (resource.namespaced) await requireNamespace(deps, namespace);
  const uid = deps.newId();
  const { generateName } = sent.metadata;
  const name = sent.metadata.name || (generateName ? `${generateName}${uid.slice(0, 5)}` : '');
  if (!name)
    throw invalid(resource, '', [
      {
        field: 'metadata.name',
        reason: 'FieldValueRequired',
        message: 'Required value: name or generateName is required',
      },
    ]);
  const object = withDefaults({
    ...sent,
    metadata: {
      ...sent.metadata,
      name,
      ...(resource.namespaced ? { namespace } : {}),
      uid,
      resourceVersion: '',
      creationTimestamp: kubeTime(deps.clock.now()),
      ...(isWorkload(resource) ? { generation: 1 } : {}),
      ...(resource.kind === 'Namespace'
        ? { labels: { 'kubernetes.io/metadata.name': name, ...sent.metadata.labels } }
        : {}),
    },
    ...firstStatus[resource.kind],
  } as KubeObject);
  const causes = objectCauses(object);
  if (causes.length === 0 && isWorkload(resource))
    causes.push(...(await deps.workloads.refusals(object as Pod | Job)));
  if (causes.length > 0) throw invalid(resource, name, causes);
  return object;
}

/** Keeps a new object and runs it; one that could not be started is not kept. */
export async function keepNew(
  { objects, workloads, runs }: KubeApiDependencies,
  resource: KubeResource,
  object: KubeObject,
  { dryRun }: WriteOptions,
): Promise<KubeObject> {
  const { name, namespace = '' } = object.metadata;
  const key = { resource: storedName(resource), namespace, name };
  if (dryRun) {
    if (await objects.read(key)) throw alreadyExists(resource, name);
    return object;
  }
  const result = await objects.create(key, object);
  if (result.kind === 'tooLarge') throw tooLarge();
  if (result.kind !== 'written') throw alreadyExists(resource, name);
  if (isWorkload(resource)) {
    try {
      await workloads.start(result.object as Pod | Job, runs);
    } catch (error) {
      await objects.remove(key);
      throw error;
    }
  }
  return result.object;
}

export function isWorkload({ kind }: Pick<KubeResource, 'kind'>): boolean {
  return kind === 'Pod' || kind === 'Job';
}

/** Clients can't say what state a new object is in. */
const firstStatus: Record<string, Partial<KubeObject>> = {
  Pod: { status: { phase: 'Pending' } },
  Job: { status: {} },
  Namespace: { spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } },
};

function withoutManagers(object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
