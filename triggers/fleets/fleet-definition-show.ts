import { z } from 'zod';
import type { Fleet } from '../../contract/fleets.ts';
import type { KnownFleet } from '../../lib/decide/fleets/fleet-view.ts';
import { SlipwayError } from '../../lib/errors.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import { etagOf, isKnown, readConditions } from '../http/conditions.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { fleetOfRequest, noStore } from './fleet-of-request.ts';

/** What people wrote of a fleet, to change a line and put it again. */
export function fleetDefinitionShow(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'fleetDefinitionShow',
    method: 'GET',
    route: 'fleets/{fleet}/definition',
    authLevel: 'function',
    operation: {
      id: 'getFleetDefinition',
      tag: 'Fleets',
      summary: 'Get the definition of a fleet',
      description:
        'As it was written, without defaults: the body that "Create or change a fleet" takes. The header ETag is for its If-Match, so that ' +
        'two who change a fleet at once do not overwrite each other; x-slipway-source says where it stands, catalog or api.',
      headers: readConditions,
      answers: {
        200: { description: 'What was written.', json: z.looseObject({}) },
        304: { description: 'It is the one of If-None-Match.' },
      },
      problems: ['invalid-request', 'fleet-unknown', 'catalog-invalid'],
    },
    async handle(request) {
      const { source, definition } = await writtenOf(deps, await fleetOfRequest(deps, request));
      const body = definitionText(definition);
      const etag = etagOf(body);
      const headers = { ...noStore, etag, 'x-slipway-source': source };
      if (isKnown(request, etag)) return { status: 304, headers };
      return { status: 200, headers: { ...headers, 'content-type': 'application/json' }, body };
    },
  };
}

/** In lines, because that is how people change it. What somebody's hand has spoiled is `null`. */
export function definitionText(definition: unknown): string {
  return `${JSON.stringify(definition ?? null, undefined, 2)}\n`;
}

/** Throws `fleet-unknown` where only servers are left. */
async function writtenOf(
  { catalogs, storedFleets }: TriggerDependencies,
  { name, definition: { fleet } }: KnownFleet,
): Promise<{ source: Fleet['source']; definition: unknown }> {
  if (fleet?.source === 'catalog')
    return { source: 'catalog', definition: await catalogs.writtenFleet(name) };
  // Also one that is not valid any more, which is to be mended.
  const row = await storedFleets.read(name);
  if (row) return { source: 'api', definition: row.definition };
  throw new SlipwayError(
    'fleet-unknown',
    `Nobody defines the fleet "${name}" any more, and only its servers are left; PUT /api/fleets/${name} defines it anew.`,
  );
}
