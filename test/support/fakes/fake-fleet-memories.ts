import type { FleetMemory, LoadProfile } from '../../../contract/fleets.ts';
import type { FleetMemories } from '../../../lib/ports/fleets.ts';
import type { FakeFleetServers } from './fake-fleet-servers.ts';
import type { FakeFleetSessions } from './fake-fleet-sessions.ts';

/** What loops remember, in memory. */
export class FakeFleetMemories implements FleetMemories {
  readonly memories = new Map<string, { memory: FleetMemory; version: number }>();
  /** The next of fleets that were forgotten. */
  readonly numbers = new Map<string, number>();
  readonly profiles = new Map<string, LoadProfile>();
  readonly #servers: FakeFleetServers | undefined;
  readonly #sessions: FakeFleetSessions | undefined;
  #version = 0;

  /** With those of whom nothing may be left once a fleet is forgotten. */
  constructor(servers?: FakeFleetServers, sessions?: FakeFleetSessions) {
    this.#servers = servers;
    this.#sessions = sessions;
  }

  async read(fleet: string): Promise<{ memory: FleetMemory; etag: string | undefined }> {
    const stored = this.memories.get(fleet);
    return stored
      ? { memory: structuredClone(stored.memory), etag: String(stored.version) }
      : { memory: { nextServer: this.numbers.get(fleet) ?? 1, decisions: [], wishes: [] }, etag: undefined };
  }

  async write(fleet: string, memory: FleetMemory, etag: string | undefined): Promise<'written' | 'conflict'> {
    const stored = this.memories.get(fleet);
    if ((stored && String(stored.version)) !== etag) return 'conflict';
    this.#version += 1;
    this.memories.set(fleet, { memory: structuredClone(memory), version: this.#version });
    return 'written';
  }

  async readProfile(fleet: string): Promise<LoadProfile | undefined> {
    return structuredClone(this.profiles.get(fleet));
  }

  async writeProfile(fleet: string, profile: LoadProfile): Promise<void> {
    this.profiles.set(fleet, structuredClone(profile));
  }

  async names(): Promise<string[]> {
    return [...this.memories.keys()].sort();
  }

  async remove(fleet: string): Promise<void> {
    this.#servers?.forget(fleet);
    this.#sessions?.forget(fleet);
    const { nextServer } = this.memories.get(fleet)?.memory ?? { nextServer: 1 };
    this.numbers.set(fleet, Math.max(nextServer, this.numbers.get(fleet) ?? 1));
    this.memories.delete(fleet);
    this.profiles.delete(fleet);
  }
}
