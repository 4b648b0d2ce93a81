import { z } from 'zod';
import type { Server } from '../../contract/fleets.ts';
import { serverTransition } from '../../lib/decide/fleets/server-transition.ts';
import { updateServer } from '../../lib/fleets/update-server.ts';
import { wakeDrain } from '../../lib/fleets/wake-drain.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { call2018 } from './call-2018.ts';
import { delete2018 } from './delete-2018.ts';
import { drain2018 } from './drain-2018.ts';
import { namedGroup } from './named-group.ts';
import { groups2018, server2018, sessionsOf2018 } from './servers-2018.ts';

const bodySchema = namedGroup.extend({ state: z.enum(['MarkedForDeletion', 'Failed']) });

/** Marks a server as to go when nobody plays on it any more, or as failed. */
export function aciSetState(deps: TriggerDependencies): HttpTrigger {
  return call2018({
    name: 'ACISetState',
    id: 'aciSetState',
    summary: 'Set the state of a server, as in 2018',
    authLevel: 'function',
    refusal:
      "Need POST Data with 'resourceGroup' and 'containerGroupName' and 'state' - set either to 'MarkedForDeletion' or 'Failed'",
    async answer(body, _request, runs) {
      const { data: asked } = bodySchema.safeParse(body);
      if (!asked) return undefined;
      const { containerGroupName, resourceGroup, state } = asked;
      const server = await server2018(deps, containerGroupName);
      if (server.fleet === groups2018) await markOwn(deps, runs, server, state);
      else if (state === 'MarkedForDeletion') await drain2018(deps, runs, server);
      else await fail(deps, runs, server);
      return `Success in setting state '${state}' to Container Group with ID ${containerGroupName} on ResourceGroup ${resourceGroup}`;
    },
  });
}

/** No loop cares for these: one that is empty goes here, any other when it tells that it is. */
async function markOwn(
  deps: TriggerDependencies,
  runs: Runs,
  { name }: Server,
  state: z.output<typeof bodySchema>['state'],
): Promise<void> {
  const to = state === 'Failed' ? 'failed' : 'draining';
  const now = deps.clock.now().toISOString();
  const marked = await updateServer(deps.fleetServers, groups2018, name, (server) => ({
    ...server,
    state: to,
    since: { ...server.since, [to]: now },
  }));
  if (marked && to === 'draining' && (await sessionsOf2018(deps, marked)) === 0)
    await delete2018(deps, runs, marked);
}

/** Its fleet archives what it said, deletes it and makes another one. */
async function fail(deps: TriggerDependencies, runs: Runs, { fleet, name }: Server): Promise<void> {
  const now = deps.clock.now().toISOString();
  await updateServer(deps.fleetServers, fleet, name, (server) => {
    const moved = serverTransition(server, 'failed', now);
    return moved.kind === 'legal'
      ? { ...moved.server, message: 'Somebody said that it has failed.' }
      : undefined;
  });
  await wakeDrain(runs, fleet, name);
}
