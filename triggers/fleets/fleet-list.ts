import { z } from 'zod';
import type { FleetSummary } from '../../contract/fleet-views.ts';
import { forEachConcurrently } from '../../lib/for-each-concurrently.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { fleetSummarySchema } from '../views/fleet-view-schemas.ts';
import { knownFleet, noStore, summaryOfFleet } from './fleet-of-request.ts';

const fleetsAtATime = 16;

/** All fleets, by name: of the catalog, of the API, and those that only have servers left. */
export function fleetList(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'fleetList',
    method: 'GET',
    route: 'fleets',
    authLevel: 'function',
    operation: {
      id: 'listFleets',
      tag: 'Fleets',
      summary: 'List the fleets',
      visibility: 'important',
      answers: { 200: { description: 'By name.', json: z.object({ fleets: z.array(fleetSummarySchema) }) } },
      problems: ['catalog-invalid'],
    },
    async handle() {
      const fleets: FleetSummary[] = [];
      await forEachConcurrently(await deps.fleetDefinitions.names(), fleetsAtATime, async (name) => {
        const known = await knownFleet(deps, name);
        if (known) fleets.push(summaryOfFleet(deps, known));
      });
      fleets.sort((one, other) => (one.name < other.name ? -1 : 1));
      return { status: 200, headers: noStore, jsonBody: { fleets } };
    },
  };
}
