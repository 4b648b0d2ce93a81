import type { Allocation, AllocationTicket, Fleet, Server } from '../../../contract/fleets.ts';
import { chooseServer, type Seat } from './choose-server.ts';
import { isSeatable } from './places-waited-for.ts';
import { openState, serverTransition } from './server-transition.ts';

/** A server with the sessions on it, those that came without an allocation too. */
export type SeatedServer = Seat & { server: Server };

export type PlacesAsked = { session: string; places: number };

export type PlacesWanted<S extends SeatedServer> = {
  /** None where nobody may come any more. */
  fleet: Pick<Fleet, 'name' | 'version' | 'spec'> | undefined;
  servers: readonly S[];
  /** Places that end. Their server may have gone. */
  ending: readonly Allocation[];
  /** The longest waiting first. */
  tickets: readonly AllocationTicket[];
  asked: readonly PlacesAsked[];
  /** How many rows may be written. */
  mostRows: number;
  /** ISO. */
  now: string;
};

export type Placement<S extends SeatedServer = SeatedServer> = {
  /** Those that change, as they are to be. */
  servers: S[];
  add: Allocation[];
  /** Sessions that end. */
  remove: string[];
  /** Sessions that wait no longer. */
  seated: string[];
  /** Sessions that asked and find no room, or others wait before them. */
  full: string[];
  /** Sessions for which no rows are left: the next time. */
  later: string[];
};

/** Who gets which place: first go those who leave; then those who wait are seated, in their order; then those who ask. */
export function placeCallers<S extends SeatedServer>(wanted: PlacesWanted<S>): Placement<S> {
  const placement: Placement<S> = { servers: [], add: [], remove: [], seated: [], full: [], later: [] };
  const table = seatingTable(wanted, placement);
  for (const allocation of wanted.ending)
    if (!table.leave(allocation)) placement.later.push(allocation.session);

  let state: Seating = 'seated';
  for (const ticket of wanted.tickets) {
    // It waits for its end, and nobody waits for it.
    if (wanted.fleet && !isSeatable(ticket, wanted.fleet.spec)) continue;
    if (state === 'seated') state = table.seat(ticket, true);
  }
  const waiting = new Set(wanted.tickets.map(({ session }) => session));
  for (const ask of wanted.asked) {
    if (waiting.has(ask.session)) continue;
    // Nobody overtakes those who wait, not even one who would need less.
    const result: Seating = state === 'seated' ? table.seat(ask, false) : state;
    if (result !== 'seated') placement[result].push(ask.session);
  }
  placement.servers = table.changed();
  return placement;
}

type Seating = 'seated' | 'full' | 'later';

function seatingTable<S extends SeatedServer>(
  { fleet, servers, mostRows, now }: PlacesWanted<S>,
  placement: Placement<S>,
) {
  const seats = [...servers];
  const indexes = new Map(seats.map(({ server }, index) => [server.name, index]));
  const changed = new Set<number>();
  let rows = 0;

  const takeRows = (count: number, index: number | undefined): boolean => {
    const all = count + (index === undefined || changed.has(index) ? 0 : 1);
    if (rows + all > mostRows) return false;
    rows += all;
    return true;
  };
  const change = (index: number, places: number): void => {
    seats[index] = withPlaces(seats[index] as S, places, now);
    changed.add(index);
  };

  let last: { index: number; places: number } | undefined;

  const choose = ({ version, spec }: Pick<Fleet, 'version' | 'spec'>, places: number): number | undefined => {
    const { sessionsPerServer } = spec;
    // The fullest stays the fullest while it fills, so thousands of servers are looked through once for many callers.
    const isSame = last?.places === places && fits(seats[last.index] as S, places, sessionsPerServer);
    if (last && isSame) return last.index;
    const seat = chooseServer(seats, places, { version, sessionsPerServer });
    const index = seat && indexes.get(seat.server.name);
    last = index === undefined ? undefined : { index, places };
    return index;
  };

  return {
    leave({ session, server, places }: Allocation): boolean {
      const index = indexes.get(server);
      if (!takeRows(1, index)) return false;
      if (index !== undefined) change(index, -places);
      placement.remove.push(session);
      return true;
    },

    seat({ session, places }: PlacesAsked, waited: boolean): Seating {
      if (!fleet) return 'full';
      const index = choose(fleet, places);
      if (index === undefined) return 'full';
      if (!takeRows(waited ? 2 : 1, index)) return 'later';
      change(index, places);
      const expiresAt = new Date(Date.parse(now) + fleet.spec.leaseSeconds * 1_000).toISOString();
      const server = (seats[index] as S).server.name;
      placement.add.push({ fleet: fleet.name, session, server, places, allocatedAt: now, expiresAt });
      if (waited) placement.seated.push(session);
      return 'seated';
    },

    changed: () => [...changed].map((index) => seats[index] as S),
  };
}

function fits({ sessions }: SeatedServer, places: number, sessionsPerServer: number): boolean {
  return sessions + places <= sessionsPerServer;
}

/** Only a server that takes sessions changes its state with them: one that drains goes on draining. */
function withPlaces<S extends SeatedServer>(seat: S, places: number, now: string): S {
  const allocated = Math.max(0, seat.server.allocated + places);
  const sessions = Math.max(0, seat.sessions + places);
  const counted: Server = { ...seat.server, allocated };
  const isOpen = seat.state === 'ready' || seat.state === 'allocated';
  const transition = isOpen ? serverTransition(counted, openState(sessions), now) : undefined;
  const server = transition?.kind === 'legal' ? transition.server : counted;
  return { ...seat, state: server.state, sessions, server };
}
