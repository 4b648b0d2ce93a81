import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { groupViewSchema } from '../views/group-view-schema.ts';
import { groupOfRequest, viewOfGroup } from './group-of-request.ts';

/** How one container group stands, whoever made it. */
export function containerGroupStatus(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'containerGroupStatus',
    method: 'GET',
    route: 'container-groups/{name}',
    authLevel: 'function',
    operation: {
      id: 'getContainerGroup',
      tag: 'Container groups',
      summary: 'Get a container group',
      visibility: 'important',
      answers: { 200: { description: 'How the group and its containers stand.', json: groupViewSchema } },
      problems: ['group-unknown'],
    },
    async handle(request) {
      const group = await groupOfRequest(deps, request);
      return {
        status: 200,
        headers: { 'cache-control': 'no-store' },
        jsonBody: viewOfGroup(deps, group),
      };
    },
  };
}
