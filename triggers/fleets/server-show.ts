import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { serverViewSchema } from '../views/fleet-view-schemas.ts';
import { noStore, serverOfRequest, viewOfServer } from './fleet-of-request.ts';

/** One server of a fleet, also one that is gone, with the last that it told. */
export function serverShow(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'serverShow',
    method: 'GET',
    route: 'fleets/{fleet}/servers/{server}',
    authLevel: 'function',
    operation: {
      id: 'getServer',
      tag: 'Fleets',
      summary: 'Get a server of a fleet',
      answers: { 200: { description: 'How it stands, or ended.', json: serverViewSchema } },
      problems: ['fleet-unknown', 'server-unknown', 'catalog-invalid'],
    },
    async handle(request) {
      const { known, found } = await serverOfRequest(deps, request);
      return { status: 200, headers: noStore, jsonBody: viewOfServer(deps, known, found) };
    },
  };
}
