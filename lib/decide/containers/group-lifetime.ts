import type { ContainerGroupSpec } from '../../../contract/container-specs.ts';

/** Time beyond the deadlines in which a container may still report and upload, and before the sweep takes its group. */
const marginSeconds = 900;

/** A group without a deadline holds its room for as long as this, and is then asked about. */
export const endlessSeconds = 30 * 24 * 3_600;

/** From the creation of a group to the moment when it is an orphan whatever its owner says; undefined when there is none. */
export function groupLifeSeconds(spec: ContainerGroupSpec): number | undefined {
  const { provisioningDeadlineSeconds, runningDeadlineSeconds } = spec;
  if (runningDeadlineSeconds === undefined) return undefined;
  return provisioningDeadlineSeconds + runningDeadlineSeconds + marginSeconds;
}

/** How long a ticket for this group counts at most, the wait for room included. */
export function ticketLifeSeconds(spec: ContainerGroupSpec, queueDeadlineSeconds: number): number {
  const kept = spec.keepOnFailureMinutes * 60;
  return queueDeadlineSeconds + (groupLifeSeconds(spec) ?? endlessSeconds) + kept;
}
