import type { Server } from '../../contract/fleets.ts';
import { removeGroup } from '../../lib/containers/remove-group.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';

/** Has a group that ACICreate made deleted by a run that sees that it is gone, and forgets it. */
export async function delete2018(deps: TriggerDependencies, runs: Runs, server: Server): Promise<void> {
  const { name, fleet } = server;
  const group = await deps.containerOperations.read(name);
  if (group) {
    const { owner, attempt = 1, containers, initContainers } = group;
    const names = [...initContainers, ...containers].map((container) => container.name);
    await removeGroup(runs, { group: name, runId: owner?.id ?? name, attempt, containers: names });
  }
  await deps.serverBeats.remove(fleet, name);
  await deps.fleetServers.retire({ ...server, state: 'gone' });
}
