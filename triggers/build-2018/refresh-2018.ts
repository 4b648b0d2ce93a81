import type { TaggedContainerGroup } from '../../contract/containers.ts';
import type { Server } from '../../contract/fleets.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import { groups2018 } from './servers-2018.ts';

/** Azure lists a group that was just made a moment later. */
const patienceMs = 120_000;

/**
 * Brings the servers that ACICreate made up to what Azure says: which run, at which address, which have failed, and which
 * somebody deleted. In 2018 an event did that, and a server whose event was lost stayed Creating for ever.
 */
export async function refresh2018(deps: TriggerDependencies): Promise<void> {
  const rows = await deps.fleetServers.list(groups2018);
  if (rows.length === 0) return;
  const groups = new Map((await deps.containers.list()).map((group) => [group.name, group]));
  const now = deps.clock.now();
  for (const { server, etag } of rows) {
    const group = groups.get(server.name);
    const changed = group && seen(server, group, now.toISOString());
    // One that somebody else changes meanwhile is looked at again the next time.
    if (changed) await deps.fleetServers.replace(changed, etag);
    else if (!group && now.getTime() - Date.parse(server.since.creating ?? '') > patienceMs) {
      await deps.serverBeats.remove(groups2018, server.name);
      await deps.fleetServers.retire({ ...server, state: 'gone' });
    }
  }
}

/** Undefined where nothing is new. */
function seen(
  server: Server,
  { provisioningState, ip }: TaggedContainerGroup,
  now: string,
): Server | undefined {
  const entered = (state: Server['state']): Server => ({
    ...server,
    ...(ip === undefined ? {} : { ip }),
    state,
    since: { ...server.since, [state]: now },
  });
  if (server.state === 'creating') {
    if (provisioningState === 'Failed') return entered('failed');
    return provisioningState === 'Succeeded' && ip !== undefined ? entered('ready') : undefined;
  }
  return ip !== undefined && ip !== server.ip ? { ...server, ip } : undefined;
}
