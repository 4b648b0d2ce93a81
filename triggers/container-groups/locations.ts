import { z } from 'zod';
import { regionName } from '../../lib/catalog/names.ts';
import { SlipwayError } from '../../lib/errors.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import type { Operation } from '../http/operation.ts';
import { cachedImageSchema, capabilitySchema, usageSchema } from '../views/location-schemas.ts';

/** The quotas of the subscription in a region. */
export function locationUsage({ containerOperations }: TriggerDependencies): HttpTrigger {
  return location('locationUsage', 'usage', (region) => containerOperations.usage(region), {
    id: 'getLocationUsage',
    summary: 'Get the quotas of a region',
    row: usageSchema,
  });
}

/** How large container groups can be in a region. */
export function locationCapabilities({ containerOperations }: TriggerDependencies): HttpTrigger {
  return location(
    'locationCapabilities',
    'capabilities',
    (region) => containerOperations.capabilities(region),
    {
      id: 'getLocationCapabilities',
      summary: 'Get the sizes of a region',
      row: capabilitySchema,
    },
  );
}

/** Images that start faster in a region, because it has them. */
export function locationCachedImages({ containerOperations }: TriggerDependencies): HttpTrigger {
  return location(
    'locationCachedImages',
    'cached-images',
    (region) => containerOperations.cachedImages(region),
    {
      id: 'listCachedImages',
      summary: 'List the images that a region has at hand',
      row: cachedImageSchema,
    },
  );
}

type Words = Pick<Operation, 'id' | 'summary'> & { row: z.ZodType };

function location(
  name: string,
  what: string,
  read: (region: string) => Promise<unknown[] | undefined>,
  { row, ...words }: Words,
): HttpTrigger {
  return {
    name,
    method: 'GET',
    route: `locations/{location}/${what}`,
    authLevel: 'function',
    operation: {
      ...words,
      tag: 'Container groups',
      visibility: 'advanced',
      answers: {
        200: { description: 'The rows.', json: z.object({ location: z.string(), rows: z.array(row) }) },
      },
      problems: ['location-unknown'],
    },
    async handle(request) {
      const region = request.params.location ?? '';
      const rows = regionName.safeParse(region).success ? await read(region) : undefined;
      if (rows) return { status: 200, jsonBody: { location: region, rows } };
      throw new SlipwayError(
        'location-unknown',
        `Azure Container Instances has no region "${region}"; name one such as westeurope.`,
      );
    },
  };
}
