import { startServer } from '../../lib/fleets/start-server.ts';
import { wakeDrain } from '../../lib/fleets/wake-drain.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: the rows are read again, and a run that goes on is left to itself. */
export function resumeServers({
  fleetDefinitions,
  fleetServers,
  settings,
}: ActivityDependencies): ActivityHandlers['resumeServers'] {
  return async ({ fleet: name, servers }, { runs }) => {
    const { fleet } = await fleetDefinitions.read(name);
    const resumed: string[] = [];
    for (const { server, work } of servers) {
      const row = (await fleetServers.read(name, server))?.server;
      if (work === 'start') {
        if (!fleet || row?.state !== 'creating' || row.runningAt !== undefined) continue;
        await startServer(runs, fleet, row, settings.hub);
      } else {
        if (row?.state !== 'draining' && row?.state !== 'failed') continue;
        await wakeDrain(runs, name, server);
      }
      resumed.push(server);
    }
    return { resumed };
  };
}
