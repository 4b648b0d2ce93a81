import type { AllocationTicket, Fleet, Server, ServerBeat } from '../../contract/fleets.ts';
import type { SeatedServer } from '../decide/fleets/place-callers.ts';
import { sessionsShown } from '../decide/fleets/server-view.ts';
import type { Clock } from '../ports/clock.ts';
import type { FleetDefinitions } from '../ports/fleet-definitions.ts';
import type { FleetSessions } from '../ports/fleet-sessions.ts';
import type { FleetMemories, FleetServers, ServerBeats, StoredServer } from '../ports/fleets.ts';

export type FleetPlacesDependencies = {
  clock: Clock;
  fleetDefinitions: Pick<FleetDefinitions, 'read'>;
  fleetMemories: Pick<FleetMemories, 'read'>;
  fleetServers: Pick<FleetServers, 'list' | 'read'>;
  fleetSessions: Pick<FleetSessions, 'tickets'>;
  serverBeats: Pick<ServerBeats, 'list'>;
};

export type StoredSeat = SeatedServer & { etag: string };

/** A fleet as it was seen last. What stands here may be old: every write is conditional, so it costs at most another look. */
export type SeenFleet = {
  /** None where nobody defines it. */
  fleet?: Fleet;
  problem?: string;
  isDeleting: boolean;
  /** By name. */
  seats: Map<string, StoredSeat>;
  /** The longest waiting first. */
  tickets: AllocationTicket[];
};

/**
 * How old a view may be: of few servers a moment, of many so much older that each process reads some 200 rows a second of the
 * 2,000 that Azure takes of one partition, and spends a small share of its time with it.
 */
type Freshness = { leastMs: number; aServerMs: number; share: number };

/** An older one is looked at anew in the background. */
const toPlace: Freshness = { leastMs: 1_000, aServerMs: 5, share: 20 };
/** Nobody is turned away by an older one. */
const toRefuse: Freshness = { leastMs: 250, aServerMs: 2, share: 4 };

/** What this process knows of the places of one fleet: read now and then, and kept current by what the process itself writes. */
export class FleetPlaces {
  readonly #deps: FleetPlacesDependencies;
  readonly #name: string;
  #seen: SeenFleet | undefined;
  #beats = new Map<string, ServerBeat>();
  #seenAt = 0;
  #tookMs = 0;
  #looking: Promise<SeenFleet> | undefined;
  /** Written since the look under way began, which may have read the rows as they were before. */
  readonly #written = new Set<string>();

  constructor(deps: FleetPlacesDependencies, name: string) {
    this.#deps = deps;
    this.#name = name;
  }

  /** As it was seen last. */
  async current(): Promise<SeenFleet> {
    if (!this.#seen) return this.look();
    // Nobody waits for it, and whoever meets the same error next tells of it.
    if (!this.#isFresh(this.#seen, toPlace) && !this.#looking) this.look().catch(() => {});
    return this.#seen;
  }

  /** Not older than a moment, for answers that turn people away. */
  async fresh(): Promise<SeenFleet> {
    return this.#seen && this.#isFresh(this.#seen, toRefuse) ? this.#seen : this.look();
  }

  /** As it is from now on: a look that goes on may have begun too early. */
  async lookAnew(): Promise<SeenFleet> {
    await this.#looking?.catch(() => {});
    return this.look();
  }

  /** Whether there is anything to remember. */
  isOfUse(): boolean {
    return this.#seen?.fleet !== undefined || (this.#seen?.seats.size ?? 0) > 0;
  }

  /** Reads everything. One look at a time. */
  look(): Promise<SeenFleet> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  /** The rows of these servers, and those who wait, as they are by now. */
  async lookAt(servers: readonly string[]): Promise<void> {
    const { fleetServers, fleetSessions } = this.#deps;
    const [tickets, ...rows] = await Promise.all([
      fleetSessions.tickets(this.#name),
      ...servers.map((server) => fleetServers.read(this.#name, server)),
    ]);
    this.keepTickets(() => tickets);
    servers.forEach((server, index) => {
      const row = rows[index];
      this.#written.add(server);
      if (row) this.#seen?.seats.set(server, this.#seatOf(row, this.#seen.fleet));
      else this.#seen?.seats.delete(server);
    });
  }

  /** What this process has written. */
  keep(seats: readonly SeatedServer[], rows: readonly StoredServer[]): void {
    const etags = new Map(rows.map(({ server, etag }) => [server.name, etag]));
    for (const seat of seats) {
      const { name } = seat.server;
      this.#written.add(name);
      this.#seen?.seats.set(name, { ...seat, etag: etags.get(name) ?? '' });
    }
  }

  keepTickets(change: (tickets: AllocationTicket[]) => AllocationTicket[]): void {
    if (this.#seen) this.#seen.tickets = change(this.#seen.tickets);
  }

  /** After a write of which nobody knows whether it was made. */
  forget(): void {
    this.#seen = undefined;
  }

  async #look(): Promise<SeenFleet> {
    const { fleetDefinitions, fleetMemories, fleetServers, fleetSessions, serverBeats } = this.#deps;
    const name = this.#name;
    const begun = this.#now();
    this.#written.clear();
    const [{ fleet, problem }, { memory }, beats, rows] = await Promise.all([
      fleetDefinitions.read(name),
      fleetMemories.read(name),
      serverBeats.list(name),
      fleetServers.list(name),
    ]);
    // At last: what was written meanwhile is few rows, which are read whole.
    const tickets = await fleetSessions.tickets(name);
    this.#beats = beats;
    const read = rows.map((row): [string, StoredSeat] => [row.server.name, this.#seatOf(row, fleet)]);
    const seats = new Map(read.filter(([server]) => !this.#written.has(server)));
    for (const server of this.#written) {
      const seat = this.#seen?.seats.get(server);
      if (seat) seats.set(server, seat);
    }
    this.#seen = {
      ...(fleet && { fleet }),
      ...(problem !== undefined && { problem }),
      isDeleting: memory.deleting !== undefined,
      seats,
      tickets,
    };
    this.#seenAt = this.#now();
    this.#tookMs = this.#seenAt - begun;
    return this.#seen;
  }

  #seatOf({ server, etag }: StoredServer, fleet: Fleet | undefined): StoredSeat {
    const beat = this.#beats.get(server.name);
    const sessions = sessionsShown({ server, beat }, fleet, this.#deps.clock.now().toISOString());
    const { number, version, state }: Server = server;
    return { number, version, state, sessions, server, etag };
  }

  #now(): number {
    return this.#deps.clock.now().getTime();
  }

  #isFresh({ seats }: SeenFleet, { leastMs, aServerMs, share }: Freshness): boolean {
    const age = this.#now() - this.#seenAt;
    return age <= Math.max(leastMs, seats.size * aServerMs, this.#tookMs * share);
  }
}
