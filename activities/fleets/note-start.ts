import { startedServer } from '../../lib/decide/fleets/started-server.ts';
import { updateServer } from '../../lib/fleets/update-server.ts';
import { wakeDrain } from '../../lib/fleets/wake-drain.ts';
import { wakeFleet } from '../../lib/fleets/wake-fleet.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: only a server that is still being made changes, and whoever is woken looks at the row. */
export function noteStart({ clock, fleetServers }: ActivityDependencies): ActivityHandlers['noteStart'] {
  return async ({ fleet, server: name, start }, { runs }) => {
    const at = clock.now().toISOString();
    let row = await updateServer(fleetServers, fleet, name, (server) => startedServer(server, start, at));
    // As an earlier call, whose answer was lost, or somebody else has made it.
    row ??= (await fleetServers.read(fleet, name))?.server;
    if (row?.state === 'failed') await wakeDrain(runs, fleet, name);
    await wakeFleet(runs, fleet);
    const isNoted = start.kind === 'failed' ? row?.state === 'failed' : row?.runningAt !== undefined;
    return { kind: isNoted ? 'noted' : 'left' };
  };
}
