import type { ContainerRunStatus } from '../../../contract/container-runs.ts';

/** Azure fails an instance whose custom status has more than 16 KB as UTF-16, which is 8,192 characters. */
const mostCharacters = 7_500;

/** An image may be called by a whole URL. */
const longestImage = 256;

/**
 * A status that Azure takes. Sixty containers with long names have no room in it: then their states are told when the run has
 * ended, with its outcome.
 */
export function fittingStatus(status: ContainerRunStatus): ContainerRunStatus {
  const { containers, ...rest } = { ...status, image: status.image.slice(0, longestImage) };
  const whole = { ...rest, ...(containers ? { containers } : {}) };
  return JSON.stringify(whole).length <= mostCharacters ? whole : rest;
}
