import type { Server } from '../../contract/fleets.ts';
import { type Allocator, allocator } from '../../lib/fleets/allocator.ts';
import type { FleetSessions } from '../../lib/ports/fleet-sessions.ts';
import { VirtualClock } from '../../local/clock.ts';
import { aFleet } from './a-fleet.ts';
import { aServer, startOfTime } from './a-server.ts';
import { fakeClock } from './fakes/fake-outside.ts';
import { fleetFakes } from './fakes/fleet-fakes.ts';

/** Allocators over one store of fakes, as processes of one app. */
export class AllocatorBench {
  readonly clock = new VirtualClock(Date.parse(startOfTime));
  readonly fakes = fleetFakes();

  constructor(written: Record<string, unknown> = {}) {
    this.fakes.fleetDefinitions.set({ ...aFleet('arena', { max: 50, ...written }), version: 'v1' });
  }

  /** One process more. `sessions` stands between it and the store. */
  process(sessions: Partial<FleetSessions> = {}): Allocator {
    const { fleetSessions, ...others } = this.fakes;
    const bound = Object.fromEntries(
      (
        [
          'read',
          'change',
          'renew',
          'drop',
          'expired',
          'of',
          'readTicket',
          'addTicket',
          'removeTicket',
          'tickets',
        ] as const
      ).map((method) => [
        method,
        (...args: never[]) => (fleetSessions[method] as (...args: never[]) => unknown)(...args),
      ]),
    ) as unknown as FleetSessions;
    return allocator({
      ...others,
      fleetSessions: { ...bound, ...sessions },
      clock: fakeClock(this.clock),
      pause: async () => {},
    });
  }

  addServers(...numbers: number[]): void {
    for (const number of numbers) this.fakes.fleetServers.put(aServer(number));
  }

  server(number = 1): Server {
    const row = this.fakes.fleetServers.rows.get(`arena/arena-${number}`);
    if (!row) throw new Error(`There is no server ${number}.`);
    return row.server;
  }

  /** What is promised on each server, by its places; it has to be what its row says. */
  promised(): Record<string, number> {
    const sums: Record<string, number> = {};
    for (const { allocation } of this.fakes.fleetSessions.allocations.values())
      sums[allocation.server] = (sums[allocation.server] ?? 0) + allocation.places;
    return sums;
  }

  /** By the rows of the servers. */
  counted(): Record<string, number> {
    const rows = [...this.fakes.fleetServers.rows.values()].filter(({ server }) => server.allocated > 0);
    return Object.fromEntries(rows.map(({ server }) => [server.name, server.allocated]));
  }
}
