import type { DrainLook } from '../../contract/fleet-activities.ts';
import { awakeSince } from '../../lib/decide/fleets/awake-since.ts';
import { drainLook } from '../../lib/decide/fleets/drain-look.ts';
import { updateServer } from '../../lib/fleets/update-server.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: the row that says that its server goes is written under its ETag, so that nobody has it back meanwhile. */
export function lookAtDrain({
  clock,
  fleetDefinitions,
  fleetMemories,
  fleetServers,
  serverBeats,
}: ActivityDependencies): ActivityHandlers['lookAtDrain'] {
  return async ({ fleet: name, server, overdue }) => {
    const [{ fleet }, { memory }, beat] = await Promise.all([
      fleetDefinitions.read(name),
      fleetMemories.read(name),
      serverBeats.read(name, server),
    ]);
    let look: DrainLook = { kind: 'gone' };
    await updateServer(fleetServers, name, server, (row) => {
      const now = clock.now().toISOString();
      const awake = fleet ? awakeSince(memory, fleet.spec, now) : now;
      const seen = drainLook({ server: row, beat, spec: fleet?.spec, awakeSince: awake, now, overdue });
      look = seen.look;
      return seen.server;
    });
    return look;
  };
}
