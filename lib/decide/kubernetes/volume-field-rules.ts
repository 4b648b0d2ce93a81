import { type FieldRules, mapped, noEffect, only, refused } from './field-rules.ts';

const noDisk = refused(
  'Azure Container Instances mount no disks. Use azureFile for files that outlive the pod.',
);
const noNetwork = refused('Azure Container Instances mount no such file system. Use azureFile.');

/** Every kind of volume, and what else stands in a Volume. */
export const volumeFieldRules: FieldRules = {
  name: mapped,
  azureFile: mapped,
  configMap: mapped,
  csi: mapped,
  downwardAPI: mapped,
  emptyDir: mapped,
  gitRepo: mapped,
  projected: mapped,
  secret: mapped,

  awsElasticBlockStore: noDisk,
  azureDisk: noDisk,
  cephfs: noNetwork,
  cinder: noDisk,
  ephemeral: noDisk,
  fc: noDisk,
  flexVolume: noDisk,
  flocker: noDisk,
  gcePersistentDisk: noDisk,
  glusterfs: noNetwork,
  hostPath: refused('A container group has no host. Use emptyDir, or azureFile.'),
  image: refused(
    'Azure Container Instances mount no images. Copy the files by an init container into an emptyDir.',
  ),
  iscsi: noDisk,
  nfs: noNetwork,
  persistentVolumeClaim: refused(
    'Azure Container Instances bind no claims. Use azureFile with the share itself.',
  ),
  photonPersistentDisk: noDisk,
  portworxVolume: noDisk,
  quobyte: noNetwork,
  rbd: noDisk,
  scaleIO: noDisk,
  storageos: noDisk,
  vsphereVolume: noDisk,
};

/** 0644, which is the default of Kubernetes. */
const usualMode = 0o644;
const mode = only([usualMode], 'Azure decides the mode of files.');

export const emptyDirRules: FieldRules = {
  medium: only([''], 'Azure keeps it on the disk of the group.'),
  sizeLimit: noEffect('a group has 50 GB for everything'),
};
export const azureFileRules: FieldRules = { readOnly: mapped, secretName: mapped, shareName: mapped };
export const gitRepoRules: FieldRules = { directory: mapped, repository: mapped, revision: mapped };
export const csiRules: FieldRules = {
  driver: only(['file.csi.azure.com'], 'Azure Container Instances have the driver of Azure Files only.'),
  fsType: refused('The file system of Azure Files is SMB.'),
  nodePublishSecretRef: refused('Name the secret in volumeAttributes.secretName.'),
  readOnly: mapped,
  volumeAttributes: mapped,
};
export const csiAttributeRules: FieldRules = {
  secretName: mapped,
  shareName: mapped,
  secretNamespace: mapped,
  mountOptions: refused('Azure mounts shares in its own way.'),
};
export const secretVolumeRules: FieldRules = {
  defaultMode: mode,
  items: mapped,
  optional: mapped,
  secretName: mapped,
};
export const configMapVolumeRules: FieldRules = {
  defaultMode: mode,
  items: mapped,
  name: mapped,
  optional: mapped,
};
export const projectedRules: FieldRules = { defaultMode: mode, sources: mapped };
export const projectionRules: FieldRules = {
  configMap: mapped,
  downwardAPI: mapped,
  secret: mapped,
  clusterTrustBundle: refused('There is no cluster whose certificates could be trusted.'),
  podCertificate: refused('There is no cluster that could sign certificates.'),
  serviceAccountToken: refused('There is no cluster to which a token gives access.'),
};
export const projectedObjectRules: FieldRules = { items: mapped, name: mapped, optional: mapped };
export const itemRules: FieldRules = { key: mapped, mode, path: mapped };
export const downwardRules: FieldRules = { defaultMode: mode, items: mapped };
export const downwardItemRules: FieldRules = {
  fieldRef: mapped,
  mode,
  path: mapped,
  resourceFieldRef: mapped,
};
