import type { ExpiringFiles, TargetName, TargetState } from '../../../contract/releases.ts';
import type { ExpiringDocument, Targets } from '../../../lib/ports/targets.ts';

/** Targets in memory. */
export class FakeTargets implements Targets {
  readonly #states = new Map<string, { state: TargetState; version: number }>();
  readonly #expiring = new Map<string, Map<string, ExpiringFiles>>();

  /** The state of a site's main line, the empty one where there is none. */
  stateOf(site: string): TargetState {
    const target: TargetName = { site, lane: 'production' };
    return structuredClone(this.#states.get(keyOf(target))?.state ?? emptyState(target));
  }

  /** Changes the state of a site's main line, whatever it was. */
  put(site: string, overrides: Partial<TargetState>): void {
    const state = { ...this.stateOf(site), ...overrides };
    const key = keyOf(state);
    this.#states.set(key, { state, version: (this.#states.get(key)?.version ?? 0) + 1 });
  }

  /** All that expires of a site's main line, what comes first at the beginning. */
  expiringOf(site: string): ExpiringFiles[] {
    const documents = this.#expiring.get(keyOf({ site, lane: 'production' })) ?? new Map();
    return [...documents.entries()]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, files]) => files);
  }

  async read(target: TargetName): Promise<{ state: TargetState; etag: string | undefined }> {
    const stored = this.#states.get(keyOf(target));
    return stored
      ? { state: structuredClone(stored.state), etag: String(stored.version) }
      : { state: emptyState(target), etag: undefined };
  }

  async write(state: TargetState, etag: string | undefined): Promise<'written' | 'conflict'> {
    const stored = this.#states.get(keyOf(state));
    if ((stored ? String(stored.version) : undefined) !== etag) return 'conflict';
    this.#states.set(keyOf(state), { state: structuredClone(state), version: (stored?.version ?? 0) + 1 });
    return 'written';
  }

  async addExpiring(target: TargetName, name: string, files: ExpiringFiles): Promise<void> {
    const documents = this.#expiring.get(keyOf(target)) ?? new Map<string, ExpiringFiles>();
    documents.set(`${files.deleteAfter}_${name}`, structuredClone(files));
    this.#expiring.set(keyOf(target), documents);
  }

  async listExpiring(target: TargetName): Promise<ExpiringDocument[]> {
    const ids = [...(this.#expiring.get(keyOf(target))?.keys() ?? [])].sort();
    return ids.map((id) => ({ id, deleteAfter: id.slice(0, id.indexOf('_')) }));
  }

  async readExpiring(target: TargetName, id: string): Promise<ExpiringFiles | undefined> {
    return structuredClone(this.#expiring.get(keyOf(target))?.get(id));
  }

  async deleteExpiring(target: TargetName, id: string): Promise<void> {
    this.#expiring.get(keyOf(target))?.delete(id);
  }
}

function emptyState({ site, lane }: TargetName): TargetState {
  return { site, lane, history: [] };
}

function keyOf({ site, lane }: TargetName): string {
  return `${site}/${lane}`;
}
