import { changedServer } from '../../lib/decide/fleets/changed-server.ts';
import { updateServer } from '../../lib/fleets/update-server.ts';
import { wakeDrain } from '../../lib/fleets/wake-drain.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/**
 * Idempotent: a row that is as it should be already stays so, and its drain is woken once more. One that somebody else has
 * changed meanwhile, such as a caller that got a place on it, stays as that one wants it.
 */
export function changeServers({
  clock,
  fleetServers,
}: ActivityDependencies): ActivityHandlers['changeServers'] {
  return async ({ fleet, changes }, { runs }) => {
    const changed: string[] = [];
    for (const change of changes) {
      const { server: name, from, to } = change;
      const at = clock.now().toISOString();
      let row = await updateServer(fleetServers, fleet, name, (server) => changedServer(server, change, at));
      // Written before, by a call whose answer was lost.
      row ??= (await fleetServers.read(fleet, name))?.server;
      if (row?.state !== to) continue;
      if (to === 'draining' || to === 'failed' || from === 'draining') await wakeDrain(runs, fleet, name);
      changed.push(name);
    }
    return { changed };
  };
}
