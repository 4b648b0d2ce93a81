import type { Allocation, AllocationTicket, Server } from '../../contract/fleets.ts';
import { type Placement, placeCallers } from '../decide/fleets/place-callers.ts';
import type { Clock } from '../ports/clock.ts';
import { type FleetSessions, mostRowsOfChange } from '../ports/fleet-sessions.ts';
import type { FleetPlaces, SeenFleet, StoredSeat } from './fleet-places.ts';
import { gathered } from './gathered.ts';

export type SeatingAsk =
  | { kind: 'allocate'; session: string; places: number }
  | { kind: 'end'; allocation: Allocation }
  /** Seats those who wait. */
  | { kind: 'seat' };

export type SeatingAnswer =
  | { kind: 'allocated'; allocation: Allocation; server: Server }
  /** The session has a ticket, and no room yet. */
  | { kind: 'waiting'; ticket: AllocationTicket }
  | { kind: 'full' }
  /** The server as it is without it. */
  | { kind: 'ended'; server: Server }
  /** There is no row of the server that would change with the place. */
  | { kind: 'serverGone' }
  | { kind: 'seated'; sessions: number }
  /** It was too much for one change. */
  | { kind: 'later' }
  /** Others were faster: look at the session, and ask again. */
  | { kind: 'again' };

type Dependencies = { clock: Clock; fleetSessions: Pick<FleetSessions, 'change'> };

/** So many go together at most: each may need a row of its own, and one of its server. */
const mostAsksOfTurn = 64;

/**
 * Whoever wants something of the places of one fleet stands in this line. Those who come while a change is being written go
 * together in the next one, so inside of a process nobody fights for the rows of servers.
 */
export function seatingLine(
  deps: Dependencies,
  fleet: string,
  places: FleetPlaces,
): (ask: SeatingAsk) => Promise<SeatingAnswer> {
  return gathered(mostAsksOfTurn, async (all) => {
    const asks = onceEach(all);
    await lookForServers(places, asks);
    let seen = await places.current();
    let placement = placementOf(seen, asks, deps.clock);
    // Nobody is turned away, or goes on waiting, by an old view.
    if (placement.full.length > 0 || seen.tickets.length > placement.seated.length) {
      seen = await places.fresh();
      placement = placementOf(seen, asks, deps.clock);
    }
    const { tickets, seats } = seen;
    const isWritten = await write(deps, fleet, places, placement);
    const answer = answering({ tickets, seats, placement, isWritten });
    return all.map((ask) => (asks.includes(ask) ? answer(ask) : { kind: 'again' }));
  });
}

/** A row can change once in a transaction, so of two asks about one session the second comes later. */
function onceEach(asks: readonly SeatingAsk[]): SeatingAsk[] {
  const sessions = new Set<string>();
  return asks.filter((ask) => {
    const session = sessionOf(ask);
    if (session === undefined) return true;
    if (sessions.has(session)) return false;
    sessions.add(session);
    return true;
  });
}

function sessionOf(ask: SeatingAsk): string | undefined {
  if (ask.kind === 'end') return ask.allocation.session;
  return ask.kind === 'allocate' ? ask.session : undefined;
}

/** A place may end on a server that has come, or gone, since the last look. */
async function lookForServers(places: FleetPlaces, asks: readonly SeatingAsk[]): Promise<void> {
  const { seats } = await places.current();
  const unseen = asks.flatMap((ask) =>
    ask.kind === 'end' && !seats.has(ask.allocation.server) ? ask.allocation.server : [],
  );
  if (unseen.length > 0) await places.lookAt([...new Set(unseen)]);
}

function placementOf(seen: SeenFleet, asks: readonly SeatingAsk[], clock: Clock): Placement<StoredSeat> {
  const now = clock.now().toISOString();
  return placeCallers({
    fleet: seen.isDeleting ? undefined : seen.fleet,
    servers: [...seen.seats.values()],
    ending: asks.flatMap((ask) =>
      ask.kind === 'end' && seen.seats.has(ask.allocation.server) ? ask.allocation : [],
    ),
    tickets: seen.tickets.filter(({ expiresAt }) => expiresAt > now),
    asked: asks.flatMap((ask) => (ask.kind === 'allocate' ? ask : [])),
    mostRows: mostRowsOfChange,
    now,
  });
}

/** Answers whether it was written; if not, what it was about has been looked at again. */
async function write(
  { fleetSessions }: Dependencies,
  fleet: string,
  places: FleetPlaces,
  { servers, add, remove, seated }: Placement<StoredSeat>,
): Promise<boolean> {
  if (add.length + remove.length === 0) return true;
  try {
    const result = await fleetSessions.change(fleet, { servers, add, remove, seated });
    if (result.kind === 'written') {
      places.keep(servers, result.servers);
      places.keepTickets((tickets) => tickets.filter(({ session }) => !seated.includes(session)));
      return true;
    }
  } catch (error) {
    places.forget();
    throw error;
  }
  await places.lookAt(servers.map(({ server }) => server.name));
  return false;
}

type Outcome = Pick<SeenFleet, 'tickets' | 'seats'> & {
  placement: Placement<StoredSeat>;
  isWritten: boolean;
};

function answering({ tickets, seats, placement, isWritten }: Outcome): (ask: SeatingAsk) => SeatingAnswer {
  const { servers, add, remove, seated, full, later } = placement;
  const added = new Map(add.map((allocation) => [allocation.session, allocation]));
  const rows = new Map(servers.map(({ server }) => [server.name, server]));
  return (ask) => {
    if (ask.kind === 'seat')
      return isWritten ? { kind: 'seated', sessions: seated.length } : { kind: 'again' };
    if (ask.kind === 'end' && !seats.has(ask.allocation.server)) return { kind: 'serverGone' };
    const session = sessionOf(ask) ?? '';
    if (full.includes(session)) return { kind: 'full' };
    if (later.includes(session)) return { kind: 'later' };
    if (ask.kind === 'end') {
      const server = rows.get(ask.allocation.server);
      const hasEnded = isWritten && remove.includes(session);
      return server && hasEnded ? { kind: 'ended', server } : { kind: 'again' };
    }
    const allocation = added.get(session);
    const server = allocation && rows.get(allocation.server);
    if (!server) {
      const ticket = tickets.find((each) => each.session === session);
      return ticket ? { kind: 'waiting', ticket } : { kind: 'again' };
    }
    return isWritten ? { kind: 'allocated', allocation, server } : { kind: 'again' };
  };
}
