import type { Fleet, FleetDefinition } from '../../../contract/fleets.ts';
import type { FleetDefinitions } from '../../../lib/ports/fleet-definitions.ts';

/** Fleets in memory: those of the catalog, those of the API, and the names of what has servers left. */
export class FakeFleetDefinitions implements FleetDefinitions {
  readonly #fleets = new Map<string, Fleet>();
  readonly #remembered = new Set<string>();
  /** Why a stored one is not valid, by its name. */
  readonly problems = new Map<string, string>();

  constructor(...fleets: Fleet[]) {
    for (const fleet of fleets) this.set(fleet);
  }

  set(fleet: Fleet): void {
    this.#fleets.set(keyOf(fleet.source, fleet.name), fleet);
  }

  remove(name: string, source: Fleet['source'] = 'api'): void {
    this.#fleets.delete(keyOf(source, name));
  }

  /** Only its servers are left of it. */
  remember(name: string): void {
    this.#remembered.add(name);
  }

  async read(name: string): Promise<FleetDefinition> {
    const [catalog, api] = [this.#fleets.get(keyOf('catalog', name)), this.#fleets.get(keyOf('api', name))];
    const problem = this.problems.get(name);
    if (catalog) return { fleet: catalog, ...(api || problem ? { shadowed: true } : {}) };
    if (problem !== undefined) return { problem };
    return api ? { fleet: api } : {};
  }

  async names(): Promise<string[]> {
    const defined = [...this.#fleets.values()].map(({ name }) => name);
    return [...new Set([...defined, ...this.problems.keys(), ...this.#remembered])].sort();
  }
}

function keyOf(source: Fleet['source'], name: string): string {
  return `${source}/${name}`;
}
