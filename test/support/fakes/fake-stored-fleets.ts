import type { StoredFleets } from '../../../lib/ports/stored-fleets.ts';

/** Definitions in memory. */
export class FakeStoredFleets implements StoredFleets {
  readonly #rows = new Map<string, { text: string; version: number }>();
  #version = 0;

  async read(fleet: string): Promise<{ definition: unknown; etag: string } | undefined> {
    const row = this.#rows.get(fleet);
    return row && { definition: JSON.parse(row.text) as unknown, etag: String(row.version) };
  }

  async write(fleet: string, definition: unknown, etag: string | undefined): Promise<'written' | 'conflict'> {
    const row = this.#rows.get(fleet);
    if ((row && String(row.version)) !== etag) return 'conflict';
    this.#version += 1;
    this.#rows.set(fleet, { text: JSON.stringify(definition), version: this.#version });
    return 'written';
  }

  async remove(fleet: string): Promise<void> {
    this.#rows.delete(fleet);
  }

  async names(): Promise<string[]> {
    return [...this.#rows.keys()].sort();
  }
}
