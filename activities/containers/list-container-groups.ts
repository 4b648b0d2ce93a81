import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

export function listContainerGroups({
  containers,
  metrics,
  settings,
}: ActivityDependencies): ActivityHandlers['listContainerGroups'] {
  return async () => {
    const groups = await containers.list();
    const alive = Object.fromEntries(settings.locations.map((region) => [region, 0]));
    for (const { region, owner } of groups) {
      if (owner.hub === settings.hub) alive[region] = (alive[region] ?? 0) + 1;
    }
    metrics.containersAlive(alive);
    return { groups };
  };
}
