import type { ServerBeat } from '../../../contract/fleets.ts';
import type { ServerBeats } from '../../../lib/ports/fleets.ts';

/** What servers told last, in memory. */
export class FakeServerBeats implements ServerBeats {
  readonly beats = new Map<string, Map<string, ServerBeat>>();

  async list(fleet: string): Promise<Map<string, ServerBeat>> {
    return structuredClone(this.#of(fleet));
  }

  async read(fleet: string, server: string): Promise<ServerBeat | undefined> {
    return structuredClone(this.#of(fleet).get(server));
  }

  async write(fleet: string, server: string, beat: ServerBeat): Promise<void> {
    this.#of(fleet).set(server, structuredClone(beat));
  }

  async merge(fleet: string, server: string, beat: ServerBeat): Promise<ServerBeat> {
    const merged = { ...this.#of(fleet).get(server), ...structuredClone(beat) };
    this.#of(fleet).set(server, merged);
    return structuredClone(merged);
  }

  async add(fleet: string, server: string, sessions: number, at: string): Promise<number> {
    const before = this.#of(fleet).get(server);
    const count = Math.max(0, (before?.sessions ?? 0) + sessions);
    this.#of(fleet).set(server, { ...before, at, sessions: count });
    return count;
  }

  async remove(fleet: string, server: string): Promise<void> {
    this.#of(fleet).delete(server);
  }

  #of(fleet: string): Map<string, ServerBeat> {
    const beats = this.beats.get(fleet) ?? new Map<string, ServerBeat>();
    this.beats.set(fleet, beats);
    return beats;
  }
}
