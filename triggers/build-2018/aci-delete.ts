import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { call2018 } from './call-2018.ts';
import { delete2018 } from './delete-2018.ts';
import { drain2018 } from './drain-2018.ts';
import { namedGroup, namedGroupRefusal } from './named-group.ts';
import { groups2018, server2018 } from './servers-2018.ts';

/** Deletes a group, whoever plays on it. A fleet makes another one if it needs it. */
export function aciDelete(deps: TriggerDependencies): HttpTrigger {
  return call2018({
    name: 'ACIDelete',
    id: 'aciDelete',
    summary: 'Delete a container group, as in 2018',
    authLevel: 'function',
    refusal: namedGroupRefusal,
    async answer(body, _request, runs) {
      const { data: asked } = namedGroup.safeParse(body);
      if (!asked) return undefined;
      const server = await server2018(deps, asked.containerGroupName);
      if (server.fleet === groups2018) await delete2018(deps, runs, server);
      else await drain2018(deps, runs, server, deps.clock.now().toISOString());
      return JSON.stringify(`Deleted ID ${server.name} and ResourceGroup ${asked.resourceGroup}`);
    },
  });
}
