import type { FleetDefinition } from '../../../contract/fleets.ts';
import { SlipwayError } from '../../errors.ts';
import type { Catalogs } from '../../ports/catalogs.ts';
import type { FleetDefinitions } from '../../ports/fleet-definitions.ts';
import type { FleetMemories } from '../../ports/fleets.ts';
import type { StoredFleets } from '../../ports/stored-fleets.ts';
import { readBySchema } from '../../schema-issues.ts';
import { fleetOf } from './fleet-of.ts';
import { fleetSchema } from './fleet-schema.ts';

export type FleetDefinitionsOptions = {
  catalogs: Pick<Catalogs, 'fleet' | 'fleets'>;
  stored: Pick<StoredFleets, 'read' | 'names'>;
  memories: Pick<FleetMemories, 'names'>;
  /** Regions of fleets that name none. */
  locations: readonly string[];
};

/**
 * Fleets of the catalog and of the API. Where the catalog was never good, a fleet of the API is as it is; of any other is not
 * known whether it is wanted, and that throws: "none" would take its servers down.
 */
export function fleetDefinitions(options: FleetDefinitionsOptions): FleetDefinitions {
  const { catalogs, stored, memories, locations } = options;
  return {
    async read(name) {
      const row = await stored.read(name);
      const fleet = await (row ? knownOf(catalogs.fleet(name)) : catalogs.fleet(name));
      if (fleet) return row ? { fleet, shadowed: true } : { fleet };
      return row ? checked(name, row.definition, locations) : {};
    },
    async names() {
      const [fleets = [], ...names] = await Promise.all([
        knownOf(catalogs.fleets()),
        stored.names(),
        memories.names(),
      ]);
      return [...new Set([...fleets.map(({ name }) => name), ...names.flat()])].sort();
    },
  };
}

function checked(name: string, written: unknown, locations: readonly string[]): FleetDefinition {
  const read = readBySchema(fleetSchema, written, '(the whole definition)');
  if ('data' in read) return { fleet: fleetOf(read.data, { name, source: 'api', locations }) };
  const lines = read.issues.map(({ place, problem }) => `${place}: ${problem}`);
  return {
    problem: `The stored definition of fleet "${name}" is not valid any more. GET /api/fleets/${name}/definition has it; mend it and put it again: ${lines.join('; ')}`,
  };
}

/** What the catalog says; undefined while there is no good one. */
async function knownOf<Value>(read: Promise<Value>): Promise<Value | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'catalog-invalid') return undefined;
    throw error;
  }
}
