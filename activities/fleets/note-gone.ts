import { serverTransition } from '../../lib/decide/fleets/server-transition.ts';
import { updateServer } from '../../lib/fleets/update-server.ts';
import { wakeFleet } from '../../lib/fleets/wake-fleet.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: a row that says so already stays as it is. The loop retires it, once it has counted what the server cost. */
export function noteGone({
  clock,
  fleetServers,
  serverBeats,
}: ActivityDependencies): ActivityHandlers['noteGone'] {
  return async ({ fleet, server: name }, { runs }) => {
    const lastBeat = await serverBeats.read(fleet, name);
    await updateServer(fleetServers, fleet, name, (server) => {
      const gone = serverTransition(server, 'gone', clock.now().toISOString());
      if (server.state === 'gone' || gone.kind === 'illegal') return undefined;
      return { ...gone.server, ...(lastBeat ? { lastBeat } : {}) };
    });
    await serverBeats.remove(fleet, name);
    await wakeFleet(runs, fleet);
    return { kind: 'noted' };
  };
}
