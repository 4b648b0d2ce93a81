import type {
  DownwardAPIVolumeFile,
  KeyToPath,
  ProjectedVolumeSource,
  VolumeProjection,
} from 'kubernetes-types/core/v1.js';
import type { SecretSource } from '../../../contract/container-specs.ts';
import type { PodParts } from './environment-of.ts';
import { checkFields } from './field-rules.ts';
import { fieldValue, resourceValue } from './field-values.ts';
import type { Findings } from './findings.ts';
import { keySource, keysOf, type ObjectReference } from './references.ts';
import {
  downwardItemRules,
  itemRules,
  projectedObjectRules,
  projectedRules,
  projectionRules,
} from './volume-field-rules.ts';

/** The files of a volume by name. Azure mounts them as it mounts secrets: all in one directory. */
export type Files = Record<string, SecretSource>;

/** A name of one file, neither `.` nor `..`. */
const fileName = /^(?!\.{1,2}$)[-.\w]+$/;

/** The keys of a configmap or a secret as files: all of them, or those that `items` names, under its paths. */
export function objectFiles(
  found: Findings,
  field: string,
  object: ObjectReference,
  items: readonly KeyToPath[] | undefined,
  { pod, context }: PodParts,
): Files {
  const files: Files = {};
  const held = keysOf(found, field, context, object);
  for (const [index, item] of (items ?? []).entries())
    checkFields(found, `${field}.items[${index}]`, item, itemRules);
  if (!held) return files;
  const wanted = items?.length ? items : held.keys.map((key) => ({ key, path: key }));
  wanted.forEach(({ key, path }, index) => {
    const place = items?.length ? `${field}.items[${index}]` : field;
    if (!held.keys.includes(key)) {
      if (!object.optional) found.lacks({ field: place, resource: object.resource, name: object.name, key });
      return;
    }
    if (isFileName(found, place, path)) files[path] = keySource(pod.namespace, object, key);
  });
  return files;
}

/** What is known of the pod itself, as files. */
export function downwardFiles(
  found: Findings,
  field: string,
  items: readonly DownwardAPIVolumeFile[] = [],
  { pod, containers }: PodParts,
): Files {
  const files: Files = {};
  items.forEach((item, index) => {
    const place = `${field}.items[${index}]`;
    checkFields(found, place, item, downwardItemRules);
    const { path, fieldRef, resourceFieldRef } = item;
    const text = fieldRef
      ? fieldValue(found, `${place}.fieldRef`, pod, fieldRef, 'file')
      : resourceFieldRef
        ? resourceValue(found, `${place}.resourceFieldRef`, containers, undefined, resourceFieldRef)
        : undefined;
    if (isFileName(found, place, path) && text !== undefined) files[path] = { kind: 'text', text };
  });
  return files;
}

/** Several sources in one directory. */
export function projectedFiles(
  found: Findings,
  field: string,
  projected: ProjectedVolumeSource,
  parts: PodParts,
): Files {
  const files: Files = {};
  checkFields(found, field, projected, projectedRules);
  projected.sources?.forEach((source, index) => {
    const place = `${field}.sources[${index}]`;
    checkFields(found, place, source, projectionRules);
    for (const [name, file] of Object.entries(projectionFiles(found, place, source, parts))) {
      if (name in files)
        found.refuse(place, `Another source has a file "${name}" too.`, 'FieldValueDuplicate');
      files[name] = file;
    }
  });
  return files;
}

function projectionFiles(
  found: Findings,
  field: string,
  { configMap, secret, downwardAPI }: VolumeProjection,
  parts: PodParts,
): Files {
  if (downwardAPI) return downwardFiles(found, `${field}.downwardAPI`, downwardAPI.items, parts);
  const projection = secret ?? configMap;
  if (!projection) return {};
  const place = `${field}.${secret ? 'secret' : 'configMap'}`;
  checkFields(found, place, projection, projectedObjectRules);
  const { name = '', optional = false, items } = projection;
  return objectFiles(
    found,
    place,
    { resource: secret ? 'secrets' : 'configmaps', name, optional },
    items,
    parts,
  );
}

function isFileName(found: Findings, place: string, path: string): boolean {
  if (fileName.test(path)) return true;
  const why = 'Azure mounts such files in one directory, with names of letters, digits, ".", "-" and "_".';
  found.refuse(place, `"${path}" can't be a file. ${why}`);
  return false;
}
