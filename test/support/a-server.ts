import type { Allocation, AllocationTicket, Server } from '../../contract/fleets.ts';

export const startOfTime = '2026-01-01T00:00:00.000Z';

/** So many seconds after the start of time, as ISO. */
export function after(seconds: number): string {
  return new Date(Date.parse(startOfTime) + seconds * 1_000).toISOString();
}

/** A server of the fleet "arena" that is ready. */
export function aServer(number = 1, overrides: Partial<Server> = {}): Server {
  return {
    name: `arena-${number}`,
    fleet: 'arena',
    number,
    version: 'v1',
    region: 'westeurope',
    state: 'ready',
    since: { creating: startOfTime, ready: startOfTime },
    ip: `127.1.0.${number % 256}`,
    ports: [{ port: 7777, protocol: 'UDP' }],
    allocated: 0,
    ...overrides,
  };
}

/** One place on the first server of "arena". */
export function anAllocation(session: string, overrides: Partial<Allocation> = {}): Allocation {
  return {
    fleet: 'arena',
    session,
    server: 'arena-1',
    places: 1,
    allocatedAt: startOfTime,
    expiresAt: after(3_600),
    ...overrides,
  };
}

export function aTicket(session: string, overrides: Partial<AllocationTicket> = {}): AllocationTicket {
  return {
    fleet: 'arena',
    session,
    places: 1,
    requestedAt: startOfTime,
    expiresAt: after(600),
    ...overrides,
  };
}
