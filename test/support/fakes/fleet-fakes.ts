import { type Allocator, allocator } from '../../../lib/fleets/allocator.ts';
import type { FleetDeskDependencies } from '../../../lib/fleets/fleet-desk.ts';
import type { Clock } from '../../../lib/ports/clock.ts';
import { FakeFleetDefinitions } from './fake-fleet-definitions.ts';
import { FakeFleetMemories } from './fake-fleet-memories.ts';
import { FakeFleetServers } from './fake-fleet-servers.ts';
import { FakeFleetSessions } from './fake-fleet-sessions.ts';
import { FakeServerBeats } from './fake-server-beats.ts';
import { FakeStoredFleets } from './fake-stored-fleets.ts';

/** Every port of fleets, over fakes that belong together. */
export function fleetFakes() {
  const fleetServers = new FakeFleetServers();
  return {
    fleetDefinitions: new FakeFleetDefinitions(),
    fleetMemories: new FakeFleetMemories(),
    fleetServers,
    fleetSessions: new FakeFleetSessions(fleetServers),
    serverBeats: new FakeServerBeats(),
    storedFleets: new FakeStoredFleets(),
  };
}

/** The allocator of one process of the app over such ports. */
export function fakeAllocator(
  ports: Pick<
    FleetDeskDependencies,
    'fleetDefinitions' | 'fleetMemories' | 'fleetServers' | 'fleetSessions' | 'serverBeats'
  >,
  clock: Clock,
): Allocator {
  const { fleetDefinitions, fleetMemories, fleetServers, fleetSessions, serverBeats } = ports;
  const fleets = { fleetDefinitions, fleetMemories, fleetServers, fleetSessions, serverBeats };
  return allocator({ ...fleets, clock, pause: async () => {} });
}
