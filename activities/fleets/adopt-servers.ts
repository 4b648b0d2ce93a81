import { adoptedServer } from '../../lib/decide/fleets/new-server.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: a row that is there stays as it is. */
export function adoptServers({
  clock,
  fleetDefinitions,
  fleetServers,
}: ActivityDependencies): ActivityHandlers['adoptServers'] {
  return async ({ fleet: name, groups }, { log }) => {
    const { fleet } = await fleetDefinitions.read(name);
    if (!fleet) return { adopted: [] };
    const adopted: string[] = [];
    for (const group of groups) {
      const server = adoptedServer(fleet, group, clock.now().toISOString());
      if ((await fleetServers.add(server)) === 'written') adopted.push(server.name);
    }
    if (adopted.length > 0) log(`fleet ${name}: gave ${adopted.join(', ')} a row again`);
    return { adopted };
  };
}
