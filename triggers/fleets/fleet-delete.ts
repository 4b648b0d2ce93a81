import { z } from 'zod';
import { wakeFleet } from '../../lib/fleets/wake-fleet.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readQuery, yes } from '../http/read-query.ts';
import { fleetViewSchema } from '../views/fleet-view-schemas.ts';
import { changeMemory } from './change-memory.ts';
import { fleetOfRequest, viewOfFleet } from './fleet-of-request.ts';
import { definedByCatalog } from './fleet-put.ts';

const query = z.strictObject({
  force: yes.optional().describe('Does not wait for sessions to end.'),
});

/** Somebody wants a fleet gone: its loop drains its servers, and forgets it when no group is left. */
export function fleetDelete(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'fleetDelete',
    method: 'DELETE',
    route: 'fleets/{fleet}',
    authLevel: 'function',
    operation: {
      id: 'deleteFleet',
      tag: 'Fleets',
      summary: 'Delete a fleet',
      description:
        'No server takes new sessions from now on. Each goes when it is empty, or at the deadline of the drain; the fleet is there, as ' +
        'deleting, until the last has gone.',
      visibility: 'important',
      query,
      answers: { 202: { description: 'Its servers drain.', json: fleetViewSchema } },
      problems: ['fleet-unknown', 'fleet-in-catalog', 'catalog-invalid'],
    },
    async handle(request, runs) {
      const { force = false } = readQuery(request, query);
      const known = await fleetOfRequest(deps, request);
      const { name, definition } = known;
      if (definition.fleet?.source === 'catalog')
        throw definedByCatalog(name, 'take it out there, and its servers drain');
      const requestedAt = deps.clock.now().toISOString();
      // Asked again, it may be forced, and never the other way round.
      const memory = await changeMemory(deps.fleetMemories, name, ({ deleting, ...others }) => ({
        ...others,
        deleting: {
          requestedAt: deleting?.requestedAt ?? requestedAt,
          force: force || deleting?.force === true,
        },
      }));
      await wakeFleet(runs, name);
      const view = viewOfFleet(deps, { ...known, memory });
      return { status: 202, headers: { location: view.links.self }, jsonBody: view };
    },
  };
}
