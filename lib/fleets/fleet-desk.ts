import type { AllocationTicket, Fleet, Server } from '../../contract/fleets.ts';
import { SlipwayError } from '../errors.ts';
import { forEachConcurrently } from '../for-each-concurrently.ts';
import type { FleetSessions } from '../ports/fleet-sessions.ts';
import { KeptAllocationTimes } from './allocation-times.ts';
import { FleetPlaces, type FleetPlacesDependencies } from './fleet-places.ts';
import { type HeldPlace, HeldPlaces } from './held-places.ts';
import { RecentSessions } from './recent-sessions.ts';
import { type SeatingAnswer, type SeatingAsk, seatingLine } from './seating-line.ts';
import { trying } from './trying.ts';

export type FleetDeskDependencies = Omit<FleetPlacesDependencies, 'fleetSessions'> & {
  fleetSessions: FleetSessions;
  pause(ms: number): Promise<void>;
};

export type AllocationAsked = { session: string; places: number; wait: boolean };

export type AllocationAnswer =
  | HeldPlace
  /** `isNew`: nobody knows of it yet. */
  | { kind: 'waiting'; ticket: AllocationTicket; isNew: boolean }
  | { kind: 'full' };

const mostRecentSessions = 10_000;
const endingsAtATime = 32;
const expiredOfRound = 100;
const mostRounds = 10;

/** Where the places of one fleet are given out and taken back, by one process among others. */
export class FleetDesk {
  readonly times = new KeptAllocationTimes();
  readonly #deps: FleetDeskDependencies;
  readonly #name: string;
  readonly #places: FleetPlaces;
  readonly #ask: (ask: SeatingAsk) => Promise<SeatingAnswer>;
  readonly #held: HeldPlaces;
  readonly #recent = new RecentSessions(mostRecentSessions);

  constructor(deps: FleetDeskDependencies, name: string) {
    this.#deps = deps;
    this.#name = name;
    this.#places = new FleetPlaces(deps, name);
    this.#ask = seatingLine(deps, name, this.#places);
    this.#held = new HeldPlaces(deps, name, this.#places, this.#ask);
  }

  async allocate(asked: AllocationAsked): Promise<AllocationAnswer> {
    const begun = this.#deps.clock.now().getTime();
    const answer = await this.#allocate(asked);
    if (answer.kind === 'allocated') this.times.add(this.#deps.clock.now().getTime() - begun);
    return answer;
  }

  /** Undefined for a session that has neither a place nor a ticket. */
  async find(session: string): Promise<AllocationAnswer | undefined> {
    const held = await this.#held.find(session);
    if (held) return held;
    const ticket = await this.#deps.fleetSessions.readTicket(this.#name, session);
    // It may have got its place since the first look.
    if (!ticket) return this.#held.find(session);
    if (ticket.expiresAt <= this.#inSeconds(0)) return undefined;
    await this.#ask({ kind: 'seat' });
    return (await this.#held.find(session)) ?? { kind: 'waiting', ticket, isNew: false };
  }

  async release(session: string): Promise<Server | undefined> {
    const stored = await this.#held.read(session);
    if (stored) return this.#held.end(stored);
    await this.#deps.fleetSessions.removeTicket(this.#name, session);
    this.#places.keepTickets((tickets) => tickets.filter((ticket) => ticket.session !== session));
    // It may have got its place before its ticket was gone.
    const seated = await this.#held.read(session);
    return seated && this.#held.end(seated);
  }

  async seatWaiting(): Promise<number> {
    const { fleetSessions, pause } = this.#deps;
    const tickets = await fleetSessions.tickets(this.#name);
    const over = tickets.filter(({ expiresAt }) => expiresAt <= this.#inSeconds(0));
    for (const { session } of over) await fleetSessions.removeTicket(this.#name, session);
    if (over.length === tickets.length) return 0;
    await this.#places.lookAnew();
    let seated = 0;
    for (let round = 0; round < mostRounds; round += 1) {
      const sessions = await trying(
        pause,
        `Those who wait for the fleet "${this.#name}" were not seated`,
        async () => {
          const answer = await this.#ask({ kind: 'seat' });
          return answer.kind === 'seated' ? answer.sessions : 'again';
        },
      );
      if (sessions === 0) break;
      seated += sessions;
    }
    return seated;
  }

  async releaseExpired(): Promise<number> {
    let released = 0;
    for (let round = 0; round < mostRounds; round += 1) {
      const expired = await this.#deps.fleetSessions.expired(this.#name, this.#inSeconds(0), expiredOfRound);
      await forEachConcurrently(expired, endingsAtATime, async (place) => {
        if (await this.#held.endExpired(place)) released += 1;
      });
      if (expired.length < expiredOfRound) break;
    }
    return released;
  }

  /** Whether there is anything to remember of the fleet. */
  isOfUse(): boolean {
    return this.#places.isOfUse();
  }

  async #allocate({ session, places, wait }: AllocationAsked): Promise<AllocationAnswer> {
    const { fleet, isDeleting } = await this.#open(places);
    const held = () => this.#held.renew(session, fleet.spec.leaseSeconds);
    if (isDeleting) return (await held()) ?? refuse(fleet);
    // Most ask once, so at first only those are looked for who have been here lately.
    let mayBeHeld = this.#recent.has(session);
    return trying(this.#deps.pause, `The session "${session}" got no place`, async () => {
      const known = mayBeHeld ? await held() : undefined;
      if (known) return known;
      const answer = await this.#ask({ kind: 'allocate', session, places });
      if (answer.kind === 'full')
        return (await held()) ?? (wait ? this.#wait(fleet, session, places) : { kind: 'full' });
      if (answer.kind === 'waiting') return { ...answer, isNew: false };
      mayBeHeld = answer.kind !== 'later';
      if (answer.kind !== 'allocated') return 'again';
      this.#recent.add(session);
      return answer;
    });
  }

  /** The fleet, which may be asked for so many places. */
  async #open(places: number): Promise<{ fleet: Fleet; isDeleting: boolean }> {
    const seen = await this.#places.current();
    const isOpen = seen.fleet && !seen.isDeleting;
    const { fleet, problem, isDeleting } = isOpen ? seen : await this.#places.lookAnew();
    if (!fleet) throw new SlipwayError('fleet-unknown', problem ?? `There is no fleet "${this.#name}".`);
    const { sessionsPerServer } = fleet.spec;
    if (places <= sessionsPerServer) return { fleet, isDeleting };
    throw new SlipwayError(
      'invalid-request',
      `A server of the fleet "${fleet.name}" has ${sessionsPerServer} place(s), so no session can take ${places}: ask for fewer players, or raise "sessionsPerServer".`,
    );
  }

  async #wait({ name, spec }: Fleet, session: string, places: number): Promise<AllocationAnswer> {
    const [requestedAt, expiresAt] = [this.#inSeconds(0), this.#inSeconds(spec.ticketSeconds)];
    const ticket: AllocationTicket = { fleet: name, session, places, requestedAt, expiresAt };
    const { fleetSessions } = this.#deps;
    const before = await fleetSessions.readTicket(name, session);
    if (before && before.expiresAt > requestedAt) return { kind: 'waiting', ticket: before, isNew: false };
    // One whose time is over has lost its turn.
    if (before) await fleetSessions.removeTicket(name, session);
    await fleetSessions.addTicket(ticket);
    this.#places.keepTickets((tickets) => [...tickets.filter((each) => each.session !== session), ticket]);
    return { kind: 'waiting', ticket, isNew: true };
  }

  #inSeconds(seconds: number): string {
    return new Date(this.#deps.clock.now().getTime() + seconds * 1_000).toISOString();
  }
}

function refuse({ name }: Fleet): never {
  throw new SlipwayError('fleet-deleting', `The fleet "${name}" is being deleted: it takes no new sessions.`);
}
