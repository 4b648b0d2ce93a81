import type { StrayGroup } from '../../../contract/fleets.ts';

const ended = ['Failed', 'Canceled', 'Deleting', 'Stopped'];

/**
 * What becomes of groups of a fleet that have no row: one that may have players on it gets a row again, one that came to nothing
 * goes. Only what the last look saw, too: a list may lag behind.
 */
export function strayGroups(
  strays: readonly StrayGroup[],
  seenBefore: readonly string[],
): { adopt: StrayGroup[]; remove: string[] } {
  const sure = strays.filter(({ name }) => seenBefore.includes(name));
  const hasEnded = ({ provisioningState, ended: why }: StrayGroup): boolean =>
    why !== undefined || ended.includes(provisioningState);
  return {
    adopt: sure.filter((stray) => !hasEnded(stray)),
    remove: sure.filter(hasEnded).map(({ name }) => name),
  };
}
