import type { FleetSpec } from '../../../contract/fleets.ts';

/** What holds for servers of a fleet that nobody defines any more: what one told last counts, so that nobody is cut off. */
export const withoutDefinition: Pick<FleetSpec, 'health' | 'sessions' | 'lookSeconds' | 'drain'> = {
  health: { kind: 'running' },
  sessions: { kind: 'reported' },
  lookSeconds: 15,
  drain: { deadlineMinutes: 60 },
};
