import type { Allocation, Server } from '../../contract/fleets.ts';
import type { Clock } from '../ports/clock.ts';
import type { FleetSessions, StoredAllocation } from '../ports/fleet-sessions.ts';
import type { FleetServers } from '../ports/fleets.ts';
import type { FleetPlaces } from './fleet-places.ts';
import type { SeatingAnswer, SeatingAsk } from './seating-line.ts';
import { trying } from './trying.ts';

export type HeldPlace = { kind: 'allocated'; allocation: Allocation; server: Server };

export type HeldPlacesDependencies = {
  clock: Clock;
  fleetServers: Pick<FleetServers, 'read'>;
  fleetSessions: Pick<FleetSessions, 'read' | 'renew' | 'drop'>;
  pause(ms: number): Promise<void>;
};

/** The lease of a place that is about to end: nobody renews it any more. */
const ending = new Date(0).toISOString();

/** The places that sessions have in one fleet. */
export class HeldPlaces {
  readonly #deps: HeldPlacesDependencies;
  readonly #fleet: string;
  readonly #places: FleetPlaces;
  readonly #ask: (ask: SeatingAsk) => Promise<SeatingAnswer>;

  constructor(
    deps: HeldPlacesDependencies,
    fleet: string,
    places: FleetPlaces,
    ask: (ask: SeatingAsk) => Promise<SeatingAnswer>,
  ) {
    this.#deps = deps;
    this.#fleet = fleet;
    this.#places = places;
    this.#ask = ask;
  }

  read(session: string): Promise<StoredAllocation | undefined> {
    return this.#deps.fleetSessions.read(this.#fleet, session);
  }

  /** The place of a session whose lease is not over. */
  async find(session: string): Promise<HeldPlace | undefined> {
    const { allocation } = (await this.read(session)) ?? {};
    if (!allocation || allocation.expiresAt <= this.#deps.clock.now().toISOString()) return undefined;
    const server = await this.#serverOf(allocation);
    return server && { kind: 'allocated', allocation, server };
  }

  /** The place of a session under a new lease. One on a server that is lost ends, so that there is a better one for it. */
  renew(session: string, leaseSeconds: number): Promise<HeldPlace | undefined> {
    const { clock, fleetSessions, pause } = this.#deps;
    return trying(pause, `The place of the session "${session}" was not renewed`, async () => {
      const stored = await this.read(session);
      if (!stored) return undefined;
      const server = await this.#serverOf(stored.allocation);
      if (!server || stored.allocation.expiresAt === ending) {
        await this.end(stored);
        return undefined;
      }
      const expiresAt = new Date(clock.now().getTime() + leaseSeconds * 1_000).toISOString();
      const allocation = { ...stored.allocation, expiresAt };
      if ((await fleetSessions.renew(allocation, stored.etag)) === 'conflict') return 'again';
      return { kind: 'allocated', allocation, server };
    });
  }

  /** Ends a place whose lease is over, unless somebody renews it at this moment: then it stays, and the answer is false. */
  async endExpired({ allocation, etag }: StoredAllocation): Promise<boolean> {
    const marked = { ...allocation, expiresAt: ending };
    const isMarked = allocation.expiresAt === ending;
    if (!isMarked && (await this.#deps.fleetSessions.renew(marked, etag)) === 'conflict') return false;
    await this.end({ allocation: marked, etag });
    return true;
  }

  /**
   * Ends this very place: when it has ended already, and the session has another one by now, that one stays. Answers the server
   * as it is without it, if it is this call that ended it.
   */
  async end(place: StoredAllocation): Promise<Server | undefined> {
    const { fleetSessions, pause } = this.#deps;
    const { session, server, allocatedAt } = place.allocation;
    let { etag } = place;
    return trying(pause, `The place of the session "${session}" did not end`, async () => {
      const answer = await this.#ask({ kind: 'end', allocation: place.allocation });
      if (answer.kind === 'ended') return answer.server;
      const isDropped =
        answer.kind === 'serverGone' && (await fleetSessions.drop(place.allocation, etag)) === 'written';
      if (isDropped) return undefined;
      const now = await this.read(session);
      if (now?.allocation.server !== server || now.allocation.allocatedAt !== allocatedAt) return undefined;
      etag = now.etag;
      return 'again';
    });
  }

  /** Undefined for one that has failed or gone: nobody can be on it. */
  async #serverOf({ server: name }: Allocation): Promise<Server | undefined> {
    const { seats } = await this.#places.current();
    const server = seats.get(name)?.server ?? (await this.#deps.fleetServers.read(this.#fleet, name))?.server;
    return server && server.state !== 'failed' && server.state !== 'gone' ? server : undefined;
  }
}
