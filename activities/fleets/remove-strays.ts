import { removeGroup } from '../../lib/containers/remove-group.ts';
import { startRunId } from '../../lib/ids.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: a group has one removal. One that has a row after all is left alone. */
export function removeStrays({
  containers,
  fleetServers,
  settings,
}: ActivityDependencies): ActivityHandlers['removeStrays'] {
  return async ({ fleet, groups }, { runs, log }) => {
    const wanted = new Set(groups);
    const found = (await containers.list()).filter(
      ({ name, owner }) =>
        wanted.has(name) && owner.kind === 'fleet' && owner.id === fleet && owner.hub === settings.hub,
    );
    const removing: string[] = [];
    for (const { name: group, attempt, containers: names } of found) {
      if (await fleetServers.read(fleet, group)) continue;
      await removeGroup(runs, { group, runId: startRunId(group), attempt, containers: names });
      removing.push(group);
    }
    if (removing.length > 0) log(`fleet ${fleet}: removing ${removing.join(', ')}, which have no row`);
    return { removing };
  };
}
