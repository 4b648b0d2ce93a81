import type { Agenda } from './agenda.ts';
import { type Bounds, isRunning, type Scaler } from './scaler.ts';
import type { ParkServer, ServerPark } from './server-park.ts';

/** The Build 2018 demo, its drawbacks included: every minute, one server at most, one pause after either direction. */
export class Build2018Scaler implements Scaler {
  readonly isWoken = false;
  readonly lookSeconds = 60;
  readonly #park: ServerPark;
  readonly #agenda: Agenda;
  readonly #bounds: Bounds;
  #scaledAtMs = Number.NEGATIVE_INFINITY;
  #next = 1;

  constructor(park: ServerPark, agenda: Agenda, bounds: Bounds) {
    this.#park = park;
    this.#agenda = agenda;
    this.#bounds = bounds;
  }

  look(): void {
    const { min, max, sessionsPerServer } = this.#bounds;
    const cooldownMs = 10 * 60_000;
    // The demo leaves those to people; what they cost until then is not counted against it.
    for (const server of this.#park.all()) if (server.state === 'failed') this.#park.remove(server);
    if (this.#agenda.nowMs - this.#scaledAtMs < cooldownMs) return;
    const servers = this.#park.all();
    const running = servers.filter(isRunning);
    const creating = servers.some(({ state }) => state === 'creating');
    const load =
      running.reduce((sum, { sessions }) => sum + sessions, 0) / (running.length * sessionsPerServer);
    const isFew = running.length === 0 || running.length < min;
    if (!creating && (isFew || (running.length < max && load > 0.8)))
      this.#park.create({ number: this.#next++, region: 'westeurope', version: '1' });
    else if ((running.length > min && load < 0.6) || running.length > max) this.#mark(running);
    else return;
    this.#scaledAtMs = this.#agenda.nowMs;
  }

  /** Of the least sessions; it goes when its last player does. */
  #mark(running: readonly ParkServer[]): void {
    const victim = running.toReversed().reduce((one, other) => (other.sessions < one.sessions ? other : one));
    this.#park.enter(victim, 'draining');
    if (victim.sessions === 0) this.#park.remove(victim);
  }
}
