/** A volume that cannot be had, and why, as people read it in the events of their group. */
export class FailedMount extends Error {
  override name = 'FailedMount';

  constructor(volume: string, why: string, options?: ErrorOptions) {
    super(`Failed to mount volume '${volume}': ${why}`, options);
  }
}
