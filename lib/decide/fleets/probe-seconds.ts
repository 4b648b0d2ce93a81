import type { FleetSpec } from '../../../contract/fleets.ts';

/** How often the servers of a fleet are asked as games; undefined where they tell of themselves. */
export function probeSecondsOf({ sessions, health, lookSeconds }: FleetSpec): number | undefined {
  if (sessions.kind !== 'query') return undefined;
  return health.kind === 'query' ? health.everySeconds : lookSeconds;
}
