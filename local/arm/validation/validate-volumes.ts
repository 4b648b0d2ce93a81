import type { VolumeBody } from '../group-model/group-body.ts';
import { checkName, invalid } from './invalid.ts';

/** A name of one file, neither `.` nor `..`. */
const fileNameRule = /^(?!\.{1,2}$)[-.\w]+$/;
const accountRule = /^[a-z0-9]{3,24}$/;
const shareRule = /^(?!.*--)[a-z0-9][-a-z0-9]{1,61}[a-z0-9]$/;
const kinds = ['emptyDir', 'secret', 'azureFile', 'gitRepo'] as const;

/** Refuses volumes that no group may have; what lies behind them is found out when they are mounted. */
export function validateVolumes(volumes: VolumeBody[]): void {
  const names = new Set(volumes.map(({ name }) => name));
  if (names.size < volumes.length) throw invalid('InvalidVolumeName', 'Volume names must be unique.');
  for (const volume of volumes) validateVolume(volume);
}

function validateVolume(volume: VolumeBody): void {
  const { name, secret, azureFile, gitRepo } = volume;
  if (name.length < 5 || name.includes('--')) {
    throw invalid(
      'InvalidVolumeName',
      `The volume name '${name}' is invalid: 5 to 63 characters, no double '-'.`,
    );
  }
  checkName('InvalidVolumeName', 'volume', name);
  const given = kinds.filter((kind) => volume[kind]);
  if (given.length !== 1) {
    throw invalid(
      'InvalidVolume',
      `Volume '${name}' is ${given.join(' and ') || 'nothing'}: it must be one of ${kinds.join(', ')}.`,
    );
  }
  for (const file of Object.keys(secret ?? {})) {
    if (fileNameRule.test(file)) continue;
    throw invalid('InvalidSecretName', `The file name '${file}' in secret volume '${name}' is invalid.`);
  }
  if (azureFile && !accountRule.test(azureFile.storageAccountName)) {
    throw invalid(
      'InvalidVolume',
      `The account '${azureFile.storageAccountName}' of volume '${name}' is invalid: 3 to 24 lower-case letters and digits.`,
    );
  }
  if (azureFile && !shareRule.test(azureFile.shareName)) {
    throw invalid(
      'InvalidVolume',
      `The share '${azureFile.shareName}' of volume '${name}' is invalid: 3 to 63 lower-case letters, digits and single '-'.`,
    );
  }
  const directory = gitRepo?.directory ?? '';
  if (directory.startsWith('/') || directory.split('/').includes('..')) {
    throw invalid(
      'InvalidVolume',
      `The directory '${directory}' of volume '${name}' is invalid: a path within the volume, or '.'.`,
    );
  }
}
