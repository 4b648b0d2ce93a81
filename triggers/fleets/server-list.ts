import { z } from 'zod';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readQuery, yes } from '../http/read-query.ts';
import { serverViewSchema } from '../views/fleet-view-schemas.ts';
import { fleetOfRequest, mostPastServers, noStore, viewOfServer } from './fleet-of-request.ts';

const query = z.strictObject({
  past: yes.optional().describe(`Those that are gone instead, the newest first, at most ${mostPastServers}.`),
});

/** The servers of a fleet, the oldest first. */
export function serverList(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'serverList',
    method: 'GET',
    route: 'fleets/{fleet}/servers',
    authLevel: 'function',
    operation: {
      id: 'listServers',
      tag: 'Fleets',
      summary: 'List the servers of a fleet',
      visibility: 'important',
      query,
      answers: {
        200: { description: 'The oldest first.', json: z.object({ servers: z.array(serverViewSchema) }) },
      },
      problems: ['fleet-unknown', 'catalog-invalid'],
    },
    async handle(request) {
      const { past } = readQuery(request, query);
      const known = await fleetOfRequest(deps, request);
      const found = past
        ? (await deps.fleetServers.past(known.name, mostPastServers)).map((server) => ({ server }))
        : known.servers.filter(({ server }) => server.state !== 'gone');
      const servers = found.map((one) => viewOfServer(deps, known, one));
      return { status: 200, headers: noStore, jsonBody: { servers } };
    },
  };
}
