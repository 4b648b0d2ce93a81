import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { fleetViewSchema } from '../views/fleet-view-schemas.ts';
import { fleetOfRequest, noStore, viewOfFleet } from './fleet-of-request.ts';

/** How one fleet stands, and why. */
export function fleetShow(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'fleetShow',
    method: 'GET',
    route: 'fleets/{fleet}',
    authLevel: 'function',
    operation: {
      id: 'getFleet',
      tag: 'Fleets',
      summary: 'Get a fleet',
      description:
        'Its definition, its servers by state, what it costs, and its last decisions with their reasons.',
      visibility: 'important',
      answers: { 200: { description: 'How it stands.', json: fleetViewSchema } },
      problems: ['fleet-unknown', 'catalog-invalid'],
    },
    async handle(request) {
      const known = await fleetOfRequest(deps, request);
      const allocationTimes = deps.allocator.times(known.name);
      const view = { ...viewOfFleet(deps, known), ...(allocationTimes && { allocationTimes }) };
      return { status: 200, headers: noStore, jsonBody: view };
    },
  };
}
