import type { Server } from '../../contract/fleets.ts';
import { SlipwayError } from '../errors.ts';
import type { FleetServers } from '../ports/fleets.ts';

/** Others write the row for moments only, so one of so many tries meets nobody. */
const mostTries = 20;

/**
 * Changes the row of a server by a rule, which is asked again when somebody else was faster. Answers the row as it is then;
 * undefined where there is none, or where the rule wants no change.
 */
export async function updateServer(
  servers: Pick<FleetServers, 'read' | 'replace'>,
  fleet: string,
  name: string,
  change: (server: Server) => Server | undefined | Promise<Server | undefined>,
): Promise<Server | undefined> {
  for (let tries = 0; tries < mostTries; tries++) {
    const row = await servers.read(fleet, name);
    const changed = row && (await change(row.server));
    if (!row || !changed) return undefined;
    if ((await servers.replace(changed, row.etag)) === 'written') return changed;
  }
  throw new SlipwayError(
    'azure-unavailable',
    `The server "${name}" was changed by others ${mostTries} times.`,
  );
}
