import { isDeepStrictEqual } from 'node:util';
import type { KubeKey, KubeObject } from '../../../contract/kube-objects.ts';
import { SlipwayError } from '../../errors.ts';
import { applyConfiguration, type FieldConflict } from '../fields/apply-configuration.ts';
import { readablePath } from '../fields/field-set.ts';
import { trackUpdate } from '../fields/track-update.ts';
import type { KubeApiDependencies, WriteOptions, Written } from '../kube-api-dependencies.ts';
import { badRequest, changedMeanwhile, conflict, invalid, notFound, tooLarge } from '../kube-error.ts';
import { apiVersionOf, type KubeResource } from '../kube-resources.ts';
import { kubeTime } from '../kube-time.ts';
import { patchedObject } from '../patches/patched-object.ts';
import { schemaOfKind } from '../schema/kube-schema.ts';
import { keepNew, newObject } from './create-object.ts';
import { decodeObject } from './decode-object.ts';
import { objectCauses } from './object-causes.ts';
import { withDefaults } from './object-defaults.ts';
import { updateCauses } from './update-causes.ts';

/** A patch is computed anew when somebody else wrote in between. */
const mostAttempts = 5;

type Target = { resource: KubeResource; key: KubeKey };

/** Replaces an object as a whole (PUT). */
export async function replaceObject(
  deps: KubeApiDependencies,
  { resource, key }: Target,
  body: unknown,
  options: WriteOptions,
): Promise<Written> {
  const stored = await deps.objects.read(key);
  if (!stored) throw notFound(resource, key.name);
  const changed = changedObject(deps, resource, stored, body, options);
  const object = await keepChanged(deps, { resource, key }, stored, changed.object, options);
  if (!object) throw changedMeanwhile(resource, key.name);
  return { object, created: false, warnings: changed.warnings };
}

/** Changes an object by a patch of a media type; server-side apply also creates. */
export async function patchObject(
  deps: KubeApiDependencies,
  { resource, key }: Target,
  { type, patch }: { type: string; patch: unknown },
  options: WriteOptions,
): Promise<Written> {
  for (let count = 0; count < mostAttempts; count += 1) {
    const stored = await deps.objects.read(key);
    const isApply = type === 'application/apply-patch+yaml';
    if (!stored && !isApply) throw notFound(resource, key.name);
    if (!stored) return applyNew(deps, { resource, key }, patch, options);
    const changed = isApply
      ? appliedObject(deps, resource, stored, patch, options)
      : changedObject(
          deps,
          resource,
          stored,
          patchedObject(type, schemaOfKind(apiVersionOf(resource), resource.kind), stored, patch),
          options,
        );
    const object = await keepChanged(deps, { resource, key }, stored, changed.object, options);
    if (object) return { object, created: false, warnings: changed.warnings };
  }
  throw new SlipwayError('azure-unavailable', `Too many writers at the object "${key.name}"; try again.`);
}

type Changed = { object: KubeObject; warnings: string[] };

/** What clients write over a stored object, with what they can't write as it was. */
function changedObject(
  { clock }: Pick<KubeApiDependencies, 'clock'>,
  resource: KubeResource,
  stored: KubeObject,
  body: unknown,
  options: WriteOptions,
): Changed {
  const { object: sent, warnings } = decodeObject(resource, body, options.fieldValidation);
  const { resourceVersion } = sent.metadata;
  if (resourceVersion && resourceVersion !== stored.metadata.resourceVersion)
    throw changedMeanwhile(resource, stored.metadata.name);
  const object = settled(resource, stored, sent as KubeObject);
  const tracked = trackUpdate(schemaOfKind(apiVersionOf(resource), resource.kind), stored, object, {
    manager: options.manager,
    time: kubeTime(clock.now()),
  });
  return { object: tracked, warnings };
}

function appliedObject(
  { clock }: Pick<KubeApiDependencies, 'clock'>,
  resource: KubeResource,
  stored: KubeObject,
  patch: unknown,
  { manager, force, fieldValidation }: WriteOptions,
): Changed {
  // What is applied need not be whole: what is required may stand in the object already.
  const applied = patch as KubeObject;
  const schema = schemaOfKind(apiVersionOf(resource), resource.kind);
  const result = applyConfiguration(schema, stored, applied, {
    manager,
    force,
    time: kubeTime(clock.now()),
  });
  if (result.kind === 'conflicts') throw applyConflict(resource, stored.metadata.name, result.conflicts);
  const { object, warnings } = decodeObject(resource, result.object, fieldValidation);
  return { object: settled(resource, stored, object as KubeObject), warnings };
}

async function applyNew(
  deps: KubeApiDependencies,
  { resource, key }: Target,
  patch: unknown,
  options: WriteOptions,
): Promise<Written> {
  const { object: sent, warnings } = decodeObject(resource, patch, options.fieldValidation);
  if (sent.metadata.name !== key.name)
    throw badRequest(
      `the name of the object (${sent.metadata.name ?? ''}) does not match the name on the URL (${key.name})`,
    );
  const object = await newObject(deps, resource, key.namespace, sent);
  const { manager, force } = options;
  const time = object.metadata.creationTimestamp;
  const schema = schemaOfKind(apiVersionOf(resource), resource.kind);
  const bare = { ...object, metadata: { ...object.metadata, managedFields: [] } };
  const result = applyConfiguration(schema, bare, sent as KubeObject, { manager, force, time });
  if (result.kind === 'conflicts') throw applyConflict(resource, key.name, result.conflicts);
  return { object: await keepNew(deps, resource, result.object, options), created: true, warnings };
}

/** The sent object with the identity and the status of the stored one. */
function settled(resource: KubeResource, stored: KubeObject, sent: KubeObject): KubeObject {
  const {
    uid,
    creationTimestamp,
    name,
    namespace,
    generation,
    deletionTimestamp,
    deletionGracePeriodSeconds,
  } = stored.metadata;
  if (sent.metadata.name && sent.metadata.name !== name)
    throw badRequest(
      `the name of the object (${sent.metadata.name}) does not match the name on the URL (${name})`,
    );
  if (sent.metadata.uid && sent.metadata.uid !== uid)
    throw conflict(
      resource,
      name,
      `Precondition failed: UID in precondition: ${sent.metadata.uid}, UID in object meta: ${uid}`,
    );
  const { status: _, ...fields } = sent;
  return withDefaults({
    ...fields,
    metadata: {
      ...sent.metadata,
      name,
      ...(namespace === undefined ? {} : { namespace }),
      uid,
      creationTimestamp,
      resourceVersion: stored.metadata.resourceVersion,
      ...(generation === undefined ? {} : { generation }),
      ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
      ...(deletionGracePeriodSeconds === undefined ? {} : { deletionGracePeriodSeconds }),
    },
    ...(stored.status === undefined ? {} : { status: stored.status }),
  } as KubeObject);
}

/** Undefined when somebody else wrote in between. What changes nothing is not written. */
async function keepChanged(
  { objects }: KubeApiDependencies,
  { resource, key }: Target,
  stored: KubeObject,
  changed: KubeObject,
  { dryRun }: WriteOptions,
): Promise<KubeObject | undefined> {
  const causes = [...objectCauses(changed), ...updateCauses(stored, changed)];
  if (causes.length > 0) throw invalid(resource, key.name, causes);
  if (isDeepStrictEqual(changed, stored)) return stored;
  if (dryRun) return changed;
  const result = await objects.replace(key, changed);
  if (result.kind === 'tooLarge') throw tooLarge();
  if (result.kind === 'absent') throw notFound(resource, key.name);
  return result.kind === 'written' ? result.object : undefined;
}

function applyConflict(resource: KubeResource, name: string, conflicts: readonly FieldConflict[]) {
  const causes = conflicts.map(({ manager, operation, apiVersion, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with "${manager}"${operation === 'Update' ? ` using ${apiVersion}` : ''}`,
    field: readablePath(path),
  }));
  const list = causes.map(({ message, field }) => `${message}: ${field}`).join(', ');
  const count = `${causes.length} conflict${causes.length === 1 ? '' : 's'}`;
  return conflict(resource, name, `Apply failed with ${count}: ${list}`, causes);
}
