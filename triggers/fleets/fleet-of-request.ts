import type { HttpRequest } from '@azure/functions';
import type { FleetSummary, FleetView, ServerView } from '../../contract/fleet-views.ts';
import { plainName } from '../../lib/catalog/names.ts';
import { fleetSummary, fleetView, type KnownFleet } from '../../lib/decide/fleets/fleet-view.ts';
import { placesWaitedFor } from '../../lib/decide/fleets/places-waited-for.ts';
import { type ServerWithBeat, serverView } from '../../lib/decide/fleets/server-view.ts';
import { SlipwayError } from '../../lib/errors.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import { fleetLinks, serverLinks } from './fleet-links.ts';

export const noStore = { 'cache-control': 'no-store' };

/** The fleet that the request names. Throws `fleet-unknown`. */
export async function fleetOfRequest(deps: TriggerDependencies, request: HttpRequest): Promise<KnownFleet> {
  const name = request.params.fleet ?? '';
  const known = plainName.safeParse(name).success ? await knownFleet(deps, name) : undefined;
  if (known) return known;
  throw await unknownFleet(deps, name);
}

export async function unknownFleet(
  { fleetDefinitions }: Pick<TriggerDependencies, 'fleetDefinitions'>,
  name: string,
): Promise<SlipwayError> {
  const names = await fleetDefinitions.names();
  return new SlipwayError(
    'fleet-unknown',
    `There is no fleet "${name}"; there is: ${names.join(', ') || 'no fleet at all'}. PUT /api/fleets/${name} makes one.`,
    { details: { fleets: names } },
  );
}

/** Everything that is known of a fleet; undefined where that is nothing. */
export async function knownFleet(deps: TriggerDependencies, name: string): Promise<KnownFleet | undefined> {
  const [definition, { memory, etag }, rows, beats, tickets] = await Promise.all([
    deps.fleetDefinitions.read(name),
    deps.fleetMemories.read(name),
    deps.fleetServers.list(name),
    deps.serverBeats.list(name),
    deps.fleetSessions.tickets(name),
  ]);
  const isKnown =
    definition.fleet || definition.problem !== undefined || etag !== undefined || rows.length > 0;
  if (!isKnown) return undefined;
  const now = deps.clock.now().toISOString();
  return {
    name,
    definition,
    memory,
    servers: rows
      .map(({ server }) => ({ server, beat: beats.get(server.name) }))
      .sort((one, other) => one.server.number - other.server.number),
    waiting: placesWaitedFor(tickets, definition.fleet?.spec, now),
  };
}

/** The server that the request names, a past one too. Throws `fleet-unknown` and `server-unknown`. */
export async function serverOfRequest(
  deps: TriggerDependencies,
  request: HttpRequest,
): Promise<{ known: KnownFleet; found: ServerWithBeat }> {
  const known = await fleetOfRequest(deps, request);
  const name = request.params.server ?? '';
  const found = known.servers.find(({ server }) => server.name === name);
  if (found) return { known, found };
  const past = (await deps.fleetServers.past(known.name, mostPastServers)).find(
    (server) => server.name === name,
  );
  if (past) return { known, found: { server: past } };
  throw new SlipwayError(
    'server-unknown',
    `The fleet "${known.name}" has no server "${name}"; GET /api/fleets/${known.name}/servers lists those that it has.`,
  );
}

/** So many servers that are gone are shown, the newest first. */
export const mostPastServers = 200;

export function viewOfFleet(deps: TriggerDependencies, known: KnownFleet): FleetView {
  return fleetView(known, surroundingsOf(deps, known.name));
}

export function summaryOfFleet(deps: TriggerDependencies, known: KnownFleet): FleetSummary {
  return fleetSummary(known, surroundingsOf(deps, known.name));
}

function surroundingsOf({ clock, settings: { publicUrl, listPrices } }: TriggerDependencies, fleet: string) {
  return { now: clock.now().toISOString(), links: fleetLinks(publicUrl, fleet), listPrices };
}

export function viewOfServer(
  { clock, settings }: TriggerDependencies,
  { name, definition }: KnownFleet,
  found: ServerWithBeat,
): ServerView {
  return serverView(found, {
    fleet: definition.fleet,
    now: clock.now().toISOString(),
    links: serverLinks(settings.publicUrl, name, found.server.name),
  });
}
