import type { Server } from '../../contract/fleets.ts';
import { openState, serverTransition } from '../../lib/decide/fleets/server-transition.ts';
import { sessionsShown } from '../../lib/decide/fleets/server-view.ts';
import { SlipwayError } from '../../lib/errors.ts';
import { updateServer } from '../../lib/fleets/update-server.ts';
import { wakeDrain } from '../../lib/fleets/wake-drain.ts';
import { wakeFleet } from '../../lib/fleets/wake-fleet.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { serverViewSchema } from '../views/fleet-view-schemas.ts';
import { serverOfRequest, viewOfServer } from './fleet-of-request.ts';
import { hasGone } from './server-drain.ts';

/** Somebody changed their mind: a server that drains takes sessions again. */
export function serverReclaim(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'serverReclaim',
    method: 'DELETE',
    route: 'fleets/{fleet}/servers/{server}/drain',
    authLevel: 'function',
    operation: {
      id: 'reclaimServer',
      tag: 'Fleets',
      summary: 'Take back the drain of a server',
      description: 'Until its group is being deleted. Of a server that does not drain nothing changes.',
      answers: { 200: { description: 'It takes sessions.', json: serverViewSchema } },
      problems: ['fleet-unknown', 'server-unknown', 'server-state', 'fleet-deleting', 'catalog-invalid'],
    },
    async handle(request, runs) {
      const { known, found } = await serverOfRequest(deps, request);
      const { name, definition, memory } = known;
      if (found.server.state === 'gone') throw hasGone(found.server);
      if (memory.deleting || !definition.fleet)
        throw new SlipwayError('fleet-deleting', `The fleet "${name}" goes, and all of its servers with it.`);
      const now = deps.clock.now().toISOString();
      const reclaimed = await updateServer(deps.fleetServers, name, found.server.name, (server) =>
        taking(server, sessionsShown({ ...found, server }, definition.fleet, now), now),
      );
      if (reclaimed) {
        await wakeDrain(runs, name, reclaimed.name);
        await wakeFleet(runs, name);
      }
      return {
        status: 200,
        jsonBody: viewOfServer(deps, known, { ...found, server: reclaimed ?? found.server }),
      };
    },
  };
}

/** Throws `server-state` for one that has gone too far. */
function taking(server: Server, sessions: number, now: string): Server | undefined {
  const { drain, ...others } = server;
  if (server.state === 'ready' || server.state === 'allocated') return undefined;
  const moved = serverTransition(others, openState(sessions), now);
  if (drain && !drain.leavingAt && moved.kind === 'legal') return moved.server;
  throw new SlipwayError(
    'server-state',
    `Server "${server.name}" is ${drain?.leavingAt ? 'being deleted' : server.state}, so its drain can't be taken back.`,
  );
}
