import type { Server } from '../../../contract/fleets.ts';
import type { FleetServers, StoredServer } from '../../../lib/ports/fleets.ts';

/** The rows of servers in memory; `FakeFleetSessions` writes to them, too. */
export class FakeFleetServers implements FleetServers {
  /** By fleet and name. */
  readonly rows = new Map<string, StoredServer>();
  /** Those that have gone, the newest first. */
  gone: Server[] = [];
  /** Told of each server that goes. */
  readonly onRetire: Array<(server: Server) => void> = [];
  #version = 0;

  async list(fleet: string): Promise<StoredServer[]> {
    return [...this.rows.values()]
      .filter(({ server }) => server.fleet === fleet)
      .sort((one, other) => (one.server.name < other.server.name ? -1 : 1))
      .map((row) => structuredClone(row));
  }

  async read(fleet: string, server: string): Promise<StoredServer | undefined> {
    return structuredClone(this.rows.get(keyOf(fleet, server)));
  }

  async add(server: Server): Promise<'written' | 'conflict'> {
    if (this.rows.has(keyOf(server.fleet, server.name))) return 'conflict';
    this.put(server);
    return 'written';
  }

  async replace(server: Server, etag: string): Promise<'written' | 'conflict'> {
    if (this.rows.get(keyOf(server.fleet, server.name))?.etag !== etag) return 'conflict';
    this.put(server);
    return 'written';
  }

  async retire(server: Server): Promise<void> {
    for (const tell of this.onRetire) tell(server);
    this.rows.delete(keyOf(server.fleet, server.name));
    const isKnown = this.gone.some(({ fleet, name }) => fleet === server.fleet && name === server.name);
    if (!isKnown) this.gone.unshift(structuredClone(server));
  }

  async past(fleet: string, limit: number): Promise<Server[]> {
    return structuredClone(this.gone.filter((server) => server.fleet === fleet).slice(0, limit));
  }

  /** Leaves nothing of those that are gone. */
  forget(fleet: string): void {
    this.gone = this.gone.filter((server) => server.fleet !== fleet);
  }

  /** Writes whatever is there. */
  put(server: Server): StoredServer {
    this.#version += 1;
    const row = { server: structuredClone(server), etag: String(this.#version) };
    this.rows.set(keyOf(server.fleet, server.name), row);
    return structuredClone(row);
  }
}

function keyOf(fleet: string, server: string): string {
  return `${fleet}/${server}`;
}
