import type { Fleet } from '../../contract/fleets.ts';
import { fleetOf } from '../../lib/catalog/fleets/fleet-of.ts';
import { fleetSchema } from '../../lib/catalog/fleets/fleet-schema.ts';

/** What people write of the smallest fleet. */
export function aWrittenFleet(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    spec: {
      containers: [{ name: 'main', image: 'demo/server:1', ports: [{ port: 7_777, protocol: 'UDP' }] }],
    },
    sessionsPerServer: 2,
    min: 1,
    max: 3,
    ...overrides,
  };
}

/** The same with every default filled in; `written` is what people wrote otherwise. */
export function aFleet(
  name = 'arena',
  { source = 'api', ...written }: { source?: Fleet['source'] } & Record<string, unknown> = {},
): Fleet {
  return fleetOf(fleetSchema.parse(aWrittenFleet(written)), { name, source, locations: ['westeurope'] });
}
