import type { AzureFileVolumeSource, CSIVolumeSource, Volume } from 'kubernetes-types/core/v1.js';
import type { VolumeSpec } from '../../../contract/container-specs.ts';
import type { VolumeNames } from './container-of.ts';
import type { PodParts } from './environment-of.ts';
import { checkFields } from './field-rules.ts';
import type { Findings } from './findings.ts';
import { keySource, keysOf } from './references.ts';
import {
  azureFileRules,
  configMapVolumeRules,
  csiAttributeRules,
  csiRules,
  downwardRules,
  emptyDirRules,
  gitRepoRules,
  secretVolumeRules,
  volumeFieldRules,
} from './volume-field-rules.ts';
import { downwardFiles, type Files, objectFiles, projectedFiles } from './volume-files.ts';

/** The keys of a secret that opens a share, as Kubernetes calls them. */
const accountKey = 'azurestorageaccountname';
const accessKey = 'azurestorageaccountkey';

/** Azure wants 5 to 63 characters and no two hyphens side by side; Kubernetes does not. */
export function volumeNames(volumes: readonly Volume[]): VolumeNames {
  const names = new Map<string, string>();
  for (const { name } of volumes) {
    const word = name.replace(/-{2,}/g, '-');
    let unique = word.length < 5 ? `volume-${word}` : word;
    for (let count = 2; [...names.values()].includes(unique); count++)
      unique = `${word.slice(0, 58)}-${count}`;
    names.set(name, unique);
  }
  return names;
}

export function volumesOf(
  found: Findings,
  volumes: readonly Volume[],
  names: VolumeNames,
  parts: PodParts,
): VolumeSpec[] {
  const seen = new Set<string>();
  return volumes.flatMap((volume, index) => {
    const field = `spec.volumes[${index}]`;
    checkFields(found, field, volume, volumeFieldRules);
    if (!volume.name) found.refuse(`${field}.name`, 'A volume needs a name.', 'FieldValueRequired');
    if (seen.has(volume.name))
      found.refuse(`${field}.name`, `There is another volume "${volume.name}".`, 'FieldValueDuplicate');
    seen.add(volume.name);
    return volumeOf(found, field, volume, names.get(volume.name) ?? '', parts);
  });
}

function volumeOf(
  found: Findings,
  field: string,
  volume: Volume,
  name: string,
  parts: PodParts,
): VolumeSpec[] {
  const { emptyDir, gitRepo, azureFile, csi, secret, configMap, projected, downwardAPI } = volume;
  // Azure takes no secret volume without files.
  const files = (which: Files): VolumeSpec[] =>
    Object.keys(which).length > 0 ? [{ name, kind: 'secret', files: which }] : [{ name, kind: 'emptyDir' }];
  if (secret) {
    const { secretName, items, optional = false } = secret;
    checkFields(found, `${field}.secret`, secret, secretVolumeRules);
    const object = { resource: 'secrets' as const, name: secretName ?? '', optional };
    return files(objectFiles(found, `${field}.secret`, object, items, parts));
  }
  if (configMap) {
    checkFields(found, `${field}.configMap`, configMap, configMapVolumeRules);
    const { optional = false, items } = configMap;
    const object = { resource: 'configmaps' as const, name: configMap.name ?? '', optional };
    return files(objectFiles(found, `${field}.configMap`, object, items, parts));
  }
  if (projected) return files(projectedFiles(found, `${field}.projected`, projected, parts));
  if (downwardAPI) {
    checkFields(found, `${field}.downwardAPI`, downwardAPI, downwardRules);
    return files(downwardFiles(found, `${field}.downwardAPI`, downwardAPI.items, parts));
  }
  if (azureFile) return azureFileOf(found, `${field}.azureFile`, name, azureFile, parts);
  if (csi) return csiOf(found, `${field}.csi`, name, csi, parts);
  if (gitRepo) {
    checkFields(found, `${field}.gitRepo`, gitRepo, gitRepoRules);
    const { repository, directory, revision } = gitRepo;
    return [
      {
        name,
        kind: 'gitRepo',
        repository,
        ...(directory ? { directory } : {}),
        ...(revision ? { revision } : {}),
      },
    ];
  }
  if (emptyDir) {
    checkFields(found, `${field}.emptyDir`, emptyDir, emptyDirRules);
    return [{ name, kind: 'emptyDir' }];
  }
  if (!found.causes.some((cause) => cause.field.startsWith(field)))
    found.refuse(field, 'Say what kind of volume it is, such as emptyDir.', 'FieldValueRequired');
  return [];
}

type Share = { share: string; secretName: string; readOnly: boolean | undefined };

function azureFileOf(
  found: Findings,
  field: string,
  name: string,
  azureFile: AzureFileVolumeSource,
  parts: PodParts,
): VolumeSpec[] {
  checkFields(found, field, azureFile, azureFileRules);
  const { shareName, secretName, readOnly } = azureFile;
  return shareOf(found, `${field}.secretName`, name, { share: shareName, secretName, readOnly }, parts);
}

/** The driver of Azure Files, by a secret of the pod's own namespace. */
function csiOf(
  found: Findings,
  field: string,
  name: string,
  csi: CSIVolumeSource,
  parts: PodParts,
): VolumeSpec[] {
  checkFields(found, field, csi, csiRules);
  const attributes = csi.volumeAttributes ?? {};
  const { shareName, secretName, secretNamespace } = attributes;
  const place = `${field}.volumeAttributes`;
  checkFields(found, place, attributes, csiAttributeRules);
  if (!shareName) found.refuse(`${place}.shareName`, 'Name the share.', 'FieldValueRequired');
  if (!secretName)
    found.refuse(`${place}.secretName`, 'Name the secret that opens the share.', 'FieldValueRequired');
  if (secretNamespace && secretNamespace !== parts.pod.namespace)
    found.refuse(`${place}.secretNamespace`, 'The secret must be in the namespace of the pod.');
  if (!shareName || !secretName) return [];
  return shareOf(
    found,
    `${place}.secretName`,
    name,
    { share: shareName, secretName, readOnly: csi.readOnly },
    parts,
  );
}

function shareOf(
  found: Findings,
  field: string,
  name: string,
  { share, secretName, readOnly }: Share,
  { pod, context }: PodParts,
): VolumeSpec[] {
  const object = { resource: 'secrets' as const, name: secretName, optional: false };
  const held = keysOf(found, field, context, object);
  if (!held) return [];
  for (const key of [accountKey, accessKey]) {
    if (!held.keys.includes(key)) found.lacks({ field, resource: 'secrets', name: secretName, key });
  }
  return [
    {
      name,
      kind: 'azureFile',
      share,
      account: context.references.secret(secretName)?.storageAccount ?? '',
      key: keySource(pod.namespace, object, accessKey),
      ...(readOnly ? { readOnly } : {}),
    },
  ];
}
