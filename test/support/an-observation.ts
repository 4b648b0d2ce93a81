import type { FleetObservation, FleetPlan, ObservedServer } from '../../contract/fleets.ts';
import { fleetPlan } from '../../lib/decide/fleets/fleet-plan.ts';
import { aFleet } from './a-fleet.ts';
import { after, aServer } from './a-server.ts';

/** A server of the current version of "arena" that runs, as the loop sees it. */
export function anObservedServer(number = 1, overrides: Partial<ObservedServer> = {}): ObservedServer {
  const server = aServer(number, { version: aFleet().version, runningAt: after(0) });
  const group = { provisioningState: 'Succeeded', ...(server.ip === undefined ? {} : { ip: server.ip }) };
  const state = (overrides.allocated ?? 0) > 0 ? ({ state: 'allocated' } as const) : {};
  return { ...server, group, worked: false, ...state, ...overrides };
}

/** The smallest fleet with one server, ten minutes after its begin, looked at all the time. */
export function anObservation(overrides: Partial<FleetObservation> = {}): FleetObservation {
  const { memory, ...others } = overrides;
  return {
    ...{ fleet: aFleet(), servers: [anObservedServer()], strays: [], waiting: 0, now: after(600) },
    ...others,
    memory: {
      ...{ nextServer: 10, decisions: [], wishes: [], lookedAt: after(590), awakeSince: after(0) },
      ...memory,
    },
  };
}

/** What the fleet does then; it has something to do. */
export function planOf(overrides: Partial<FleetObservation> = {}): Extract<FleetPlan, { kind: 'act' }> {
  const plan = fleetPlan(anObservation(overrides));
  if (plan.kind === 'leave') throw new Error('The fleet leaves.');
  return plan;
}
