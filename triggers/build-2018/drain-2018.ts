import type { Server } from '../../contract/fleets.ts';
import { drainOnRequest } from '../../lib/decide/fleets/drain-on-request.ts';
import { updateServer } from '../../lib/fleets/update-server.ts';
import { wakeDrain } from '../../lib/fleets/wake-drain.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';

/** Has a server of a fleet go when it is empty, or at a deadline (ISO). Of one that goes already nothing changes. */
export async function drain2018(
  deps: TriggerDependencies,
  runs: Runs,
  { fleet, name }: Server,
  deadline?: string,
): Promise<void> {
  const times = { now: deps.clock.now().toISOString(), ...(deadline === undefined ? {} : { deadline }) };
  await updateServer(deps.fleetServers, fleet, name, (server) => {
    const drained = drainOnRequest(server, times);
    return drained.kind === 'draining' ? drained.server : undefined;
  });
  await wakeDrain(runs, fleet, name);
}
