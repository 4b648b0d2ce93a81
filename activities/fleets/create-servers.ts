import { newServer } from '../../lib/decide/fleets/new-server.ts';
import { startServer } from '../../lib/fleets/start-server.ts';
import { forEachConcurrently } from '../../lib/for-each-concurrently.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

const serversAtATime = 8;

/** Idempotent: a row that is there stays as it is, and a start that goes on is left to itself. The row comes before the run. */
export function createServers({
  clock,
  fleetDefinitions,
  fleetServers,
  settings,
}: ActivityDependencies): ActivityHandlers['createServers'] {
  return async ({ fleet: name, servers }, { runs }) => {
    const { fleet } = await fleetDefinitions.read(name);
    if (!fleet) return { created: [] };
    const created: string[] = [];
    const at = clock.now().toISOString();
    await forEachConcurrently(servers, serversAtATime, async (wanted) => {
      const server = newServer(fleet, wanted, settings.hub, at);
      if ((await fleetServers.add(server)) === 'conflict') {
        const row = await fleetServers.read(name, server.name);
        if (row?.server.state !== 'creating') return;
      }
      await startServer(runs, fleet, server, settings.hub);
      created.push(server.name);
    });
    return { created };
  };
}
