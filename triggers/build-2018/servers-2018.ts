import type { Fleet, Server, ServerState } from '../../contract/fleets.ts';
import { type ServerWithBeat, sessionsShown } from '../../lib/decide/fleets/server-view.ts';
import { SlipwayError } from '../../lib/errors.ts';
import type { TriggerDependencies } from '../dependencies.ts';

/** In place of a fleet, for the groups that ACICreate makes: no fleet has such a name, so no loop has anything to do with them. */
export const groups2018 = '!2018';

/** The states of 2018. */
export function stateOf2018(state: ServerState): 'Creating' | 'Running' | 'MarkedForDeletion' | 'Failed' {
  switch (state) {
    case 'creating':
      return 'Creating';
    case 'ready':
    case 'allocated':
      return 'Running';
    case 'draining':
      return 'MarkedForDeletion';
    default:
      return 'Failed';
  }
}

export type Server2018 = ServerWithBeat & { fleet?: Fleet | undefined };

/** The server of a name: made by ACICreate, or of any fleet. Throws `server-unknown`. */
export async function server2018(deps: TriggerDependencies, name: string): Promise<Server> {
  const names = await deps.fleetDefinitions.names();
  for (const fleet of [groups2018, ...names.filter((one) => name.startsWith(`${one}-`))]) {
    const row = await deps.fleetServers.read(fleet, name);
    if (row) return row.server;
  }
  throw new SlipwayError('server-unknown', `Container Group with ID ${name} not found.`);
}

/** Every server that anybody may see: those of ACICreate, and those of fleets that are listed. */
export async function listed2018(deps: TriggerDependencies): Promise<Server2018[]> {
  const own = await serversOf(deps, groups2018);
  const fleets = await Promise.all(
    (await deps.fleetDefinitions.names()).map(async (name) => {
      const { fleet } = await deps.fleetDefinitions.read(name);
      return fleet?.spec.listed ? (await serversOf(deps, name)).map((one) => ({ ...one, fleet })) : [];
    }),
  );
  return [...own, ...fleets.flat()];
}

async function serversOf(deps: TriggerDependencies, fleet: string): Promise<ServerWithBeat[]> {
  const [rows, beats] = await Promise.all([deps.fleetServers.list(fleet), deps.serverBeats.list(fleet)]);
  return rows.map(({ server }) => ({ server, beat: beats.get(server.name) }));
}

/** How many play on a server that ACICreate made: only what was told counts, for as long as nothing else is. */
export async function sessionsOf2018(deps: TriggerDependencies, server: Server): Promise<number> {
  const beat = await deps.serverBeats.read(server.fleet, server.name);
  return sessionsShown({ server, beat }, undefined, deps.clock.now().toISOString());
}
