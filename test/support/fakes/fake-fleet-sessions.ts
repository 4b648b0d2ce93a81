import type { Allocation, AllocationTicket } from '../../../contract/fleets.ts';
import type { FleetSessions, PlacesChange, StoredAllocation } from '../../../lib/ports/fleet-sessions.ts';
import type { StoredServer } from '../../../lib/ports/fleets.ts';
import type { FakeFleetServers } from './fake-fleet-servers.ts';

/** Places and callers that wait, in memory, beside the servers of a fake. */
export class FakeFleetSessions implements FleetSessions {
  /** By fleet and session. */
  readonly allocations = new Map<string, StoredAllocation>();
  readonly waiting = new Map<string, AllocationTicket>();
  readonly #servers: FakeFleetServers;
  #version = 0;

  constructor(servers: FakeFleetServers) {
    this.#servers = servers;
    servers.onRetire.push(({ fleet, name }) => {
      for (const { allocation } of this.#all(fleet))
        if (allocation.server === name) this.allocations.delete(keyOf(fleet, allocation.session));
    });
  }

  async read(fleet: string, session: string): Promise<StoredAllocation | undefined> {
    return structuredClone(this.allocations.get(keyOf(fleet, session)));
  }

  async change(
    fleet: string,
    { servers, add, remove, seated }: PlacesChange,
  ): Promise<{ kind: 'written'; servers: StoredServer[] } | { kind: 'conflict' }> {
    const isPossible =
      servers.every(({ server, etag }) => this.#servers.rows.get(keyOf(fleet, server.name))?.etag === etag) &&
      add.every(({ session }) => !this.allocations.has(keyOf(fleet, session))) &&
      remove.every((session) => this.allocations.has(keyOf(fleet, session))) &&
      seated.every((session) => this.waiting.has(keyOf(fleet, session)));
    if (!isPossible) return { kind: 'conflict' };
    const written = servers.map(({ server }) => this.#servers.put(server));
    for (const session of remove) this.allocations.delete(keyOf(fleet, session));
    for (const session of seated) this.waiting.delete(keyOf(fleet, session));
    for (const allocation of add) this.put(allocation);
    return { kind: 'written', servers: written };
  }

  async renew(allocation: Allocation, etag: string): Promise<'written' | 'conflict'> {
    if (this.allocations.get(keyOf(allocation.fleet, allocation.session))?.etag !== etag) return 'conflict';
    this.put(allocation);
    return 'written';
  }

  async drop({ fleet, session }: Allocation, etag: string): Promise<'written' | 'conflict'> {
    if (this.allocations.get(keyOf(fleet, session))?.etag !== etag) return 'conflict';
    this.allocations.delete(keyOf(fleet, session));
    return 'written';
  }

  async expired(fleet: string, now: string, limit: number): Promise<StoredAllocation[]> {
    return this.#all(fleet)
      .filter(({ allocation }) => allocation.expiresAt <= now)
      .slice(0, limit);
  }

  async of(fleet: string, server: string): Promise<StoredAllocation[]> {
    return this.#all(fleet).filter(({ allocation }) => allocation.server === server);
  }

  async readTicket(fleet: string, session: string): Promise<AllocationTicket | undefined> {
    return structuredClone(this.waiting.get(keyOf(fleet, session)));
  }

  async addTicket(ticket: AllocationTicket): Promise<'written' | 'conflict'> {
    const key = keyOf(ticket.fleet, ticket.session);
    if (this.waiting.has(key)) return 'conflict';
    this.waiting.set(key, structuredClone(ticket));
    return 'written';
  }

  async removeTicket(fleet: string, session: string): Promise<void> {
    this.waiting.delete(keyOf(fleet, session));
  }

  async tickets(fleet: string): Promise<AllocationTicket[]> {
    return structuredClone([...this.waiting.values()])
      .filter((ticket) => ticket.fleet === fleet)
      .sort((one, other) => (one.requestedAt < other.requestedAt ? -1 : 1));
  }

  forget(fleet: string): void {
    for (const rows of [this.allocations, this.waiting])
      for (const key of rows.keys()) if (key.startsWith(keyOf(fleet, ''))) rows.delete(key);
  }

  /** Writes whatever is there. */
  put(allocation: Allocation): void {
    this.#version += 1;
    const stored = { allocation: structuredClone(allocation), etag: String(this.#version) };
    this.allocations.set(keyOf(allocation.fleet, allocation.session), stored);
  }

  #all(fleet: string): StoredAllocation[] {
    return structuredClone(
      [...this.allocations.values()].filter(({ allocation }) => allocation.fleet === fleet),
    );
  }
}

function keyOf(fleet: string, name: string): string {
  return `${fleet}/${name}`;
}
