import type { TaggedContainerGroup } from '../../contract/containers.ts';
import type {
  Fleet,
  FleetMemory,
  FleetObservation,
  GroupGlimpse,
  Server,
  StrayGroup,
} from '../../contract/fleets.ts';
import type { ListPrices } from '../../contract/jobs.ts';
import { forecastIn } from '../decide/fleets/forecast.ts';
import { closeGlimpse, groupGlimpse } from '../decide/fleets/group-glimpse.ts';
import { groupsToRead } from '../decide/fleets/groups-to-read.ts';
import { placesWaitedFor } from '../decide/fleets/places-waited-for.ts';
import { isAlive } from '../decide/is-alive.ts';
import { forEachConcurrently } from '../for-each-concurrently.ts';
import { drainRunId, startRunId } from '../ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Containers } from '../ports/containers.ts';
import type { FleetSessions } from '../ports/fleet-sessions.ts';
import type { FleetMemories, FleetServers, ServerBeats } from '../ports/fleets.ts';
import type { Runs } from '../ports/runs.ts';

export type FleetSources = {
  clock: Clock;
  containers: Pick<Containers, 'list' | 'read'>;
  fleetMemories: Pick<FleetMemories, 'readProfile'>;
  fleetServers: Pick<FleetServers, 'list'>;
  fleetSessions: Pick<FleetSessions, 'tickets'>;
  serverBeats: Pick<ServerBeats, 'list'>;
  settings: { hub: string; listPrices: ListPrices };
};

const callsAtATime = 8;

/**
 * A fleet as it stands: its rows, what its servers told, their groups, and who is at work for them. The groups are listed before
 * the rows are read: a group has its row before it is made, so one without a row here has none.
 */
export async function observeFleet(
  sources: FleetSources,
  runs: Pick<Runs, 'stateOf'>,
  name: string,
  { fleet, memory }: { fleet: Fleet | undefined; memory: FleetMemory },
): Promise<FleetObservation> {
  const { clock, containers, fleetMemories, fleetServers, fleetSessions, serverBeats, settings } = sources;
  const { hub, listPrices: prices } = settings;
  const isOurs = ({ owner }: TaggedContainerGroup): boolean =>
    owner.kind === 'fleet' && owner.id === name && owner.hub === hub;
  const listed = new Map((await containers.list()).filter(isOurs).map((group) => [group.name, group]));

  const [rows, beats, tickets, profile] = await Promise.all([
    fleetServers.list(name),
    serverBeats.list(name),
    fleetSessions.tickets(name),
    fleet && forecastIn(fleet.spec.policy) ? fleetMemories.readProfile(name) : undefined,
  ]);
  const servers = rows.map(({ server }) => server);
  const now = clock.now();
  const glimpses = await glimpsesOf(containers, servers, listed, { fleet, now });
  const worked = await workedOn(runs, servers);

  return {
    ...(fleet ? { fleet } : {}),
    servers: servers.map((server) => {
      const [beat, group] = [beats.get(server.name), glimpses.get(server.name)];
      return {
        ...server,
        ...(beat ? { beat } : {}),
        ...(group ? { group } : {}),
        worked: worked.has(server.name),
      };
    }),
    strays: straysIn([...listed.values()], servers),
    waiting: placesWaitedFor(tickets, fleet?.spec, now.toISOString()),
    memory,
    ...(profile ? { profile } : {}),
    prices,
    now: now.toISOString(),
  };
}

/** By the name of the server. A list lags behind and shows no containers, so that some groups are looked at themselves. */
async function glimpsesOf(
  containers: Pick<Containers, 'read'>,
  servers: readonly Server[],
  listed: ReadonlyMap<string, TaggedContainerGroup>,
  { fleet, now }: { fleet: Fleet | undefined; now: Date },
): Promise<Map<string, GroupGlimpse>> {
  const glimpses = new Map<string, GroupGlimpse>();
  for (const { name } of servers) {
    const group = listed.get(name);
    if (group) glimpses.set(name, groupGlimpse(group));
  }
  const { missing, close, unread } = groupsToRead(servers, listed, { fleet, nowMs: now.getTime() });
  // Not known to be gone.
  for (const name of unread) glimpses.set(name, { provisioningState: 'Unknown' });
  await forEachConcurrently([...missing, ...close], callsAtATime, async (name) => {
    const glimpse = closeGlimpse(await containers.read(name), fleet?.spec.group);
    if (glimpse) glimpses.set(name, glimpse);
    else glimpses.delete(name);
  });
  return glimpses;
}

/** The servers whose start or drain goes on. */
async function workedOn(
  runs: Pick<Runs, 'stateOf'>,
  servers: readonly Server[],
): Promise<ReadonlySet<string>> {
  const worked = new Set<string>();
  await forEachConcurrently(servers, callsAtATime, async ({ name, state, runningAt }) => {
    const isStarting = state === 'creating' && runningAt === undefined;
    const isLeaving = state === 'draining' || state === 'failed';
    if (!isStarting && !isLeaving) return;
    if (isAlive(await runs.stateOf(isStarting ? startRunId(name) : drainRunId(name)))) worked.add(name);
  });
  return worked;
}

function straysIn(groups: readonly TaggedContainerGroup[], servers: readonly Server[]): StrayGroup[] {
  const known = new Set(servers.map(({ name }) => name));
  return groups
    .filter(({ name }) => !known.has(name))
    .map((group) => ({
      ...groupGlimpse(group),
      name: group.name,
      number: group.attempt,
      region: group.region,
    }));
}
