import type { FleetMemory, FleetSpec } from '../../../contract/fleets.ts';

/** Longer than that without a look, and silence says nothing of a server: the app itself may have been down. */
const longestBreakSeconds = 120;

/** ISO: since when a fleet is looked at without a break. */
export function awakeSince(
  { lookedAt = '', awakeSince: before }: Pick<FleetMemory, 'lookedAt' | 'awakeSince'>,
  { lookSeconds }: Pick<FleetSpec, 'lookSeconds'>,
  now: string,
): string {
  const longest = Math.max(longestBreakSeconds, 3 * lookSeconds) * 1_000;
  const wasAway = !(Date.parse(now) - Date.parse(lookedAt) <= longest);
  return wasAway ? now : (before ?? lookedAt);
}
