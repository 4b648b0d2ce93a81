import type { Server } from '../../contract/fleets.ts';
import type { FleetServers } from '../ports/fleets.ts';
import { untilWritten } from '../until-written.ts';

/** Others write the row for moments only, so one of so many tries meets nobody. */
const mostTries = 20;

/**
 * Changes the row of a server by a rule, which is asked again when somebody else was faster. Answers the row as it is then;
 * undefined where there is none, or where the rule wants no change.
 */
export function updateServer(
  servers: Pick<FleetServers, 'read' | 'replace'>,
  fleet: string,
  name: string,
  change: (server: Server) => Server | undefined | Promise<Server | undefined>,
): Promise<Server | undefined> {
  return untilWritten(`The server "${name}"`, mostTries, async () => {
    const row = await servers.read(fleet, name);
    const changed = row && (await change(row.server));
    if (!row || !changed) return undefined;
    return (await servers.replace(changed, row.etag)) === 'written' ? changed : 'again';
  });
}
