import type { FleetStep } from '../../../contract/fleet-activities.ts';
import type { FleetObservation } from '../../../contract/fleets.ts';

/** A fleet whose definition is not valid any more: nothing changes until somebody has seen to it. */
export function restingFleet({ memory, servers, waiting, now }: FleetObservation, reason: string): FleetStep {
  const decision = {
    at: now,
    sessions: 0,
    waiting,
    servers: {},
    wanted: servers.length,
    starting: 0,
    draining: 0,
  };
  return {
    kind: 'act',
    decision: { ...decision, reason },
    ...{ changes: [], create: [], resume: [], adopt: [], remove: [] },
    nextLookSeconds: 60,
    ...(memory.decisions.at(-1)?.reason === reason ? {} : { line: reason }),
  };
}
