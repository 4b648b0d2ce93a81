import type { Fleet, FleetMemory, FleetPolicy, LoadProfile } from '../../contract/fleets.ts';
import { fleetOf } from '../../lib/catalog/fleets/fleet-of.ts';
import { fleetSchema } from '../../lib/catalog/fleets/fleet-schema.ts';
import { fleetPlan } from '../../lib/decide/fleets/fleet-plan.ts';
import type { Agenda } from './agenda.ts';
import type { ParkServer, ServerPark } from './server-park.ts';

/** Keeps the size of a fleet. */
export type Scaler = {
  lookSeconds: number;
  look(waiting: number): void;
  /** Whether it looks at once when something changes, or when a caller waits. */
  isWoken: boolean;
};

export type Bounds = { sessionsPerServer: number; min: number; max: number };

/** A fleet of ours with this policy, else as it is by default. */
export function fleetWith(policy: FleetPolicy, bounds: Bounds, more: Record<string, unknown> = {}): Fleet {
  const written = {
    spec: {
      containers: [{ name: 'main', image: 'demo/server:1', ports: [{ port: 7_777, protocol: 'UDP' }] }],
    },
    ...bounds,
    policy,
    ...more,
  };
  const place = { name: 'arena', source: 'catalog', locations: ['westeurope'] } as const;
  return fleetOf(fleetSchema.parse(written), place);
}

/** The app's own decisions, done as its loop does them. */
export class OurScaler implements Scaler {
  readonly isWoken = true;
  memory: FleetMemory = { nextServer: 1, decisions: [], wishes: [] };
  profile: LoadProfile | undefined;
  readonly #park: ServerPark;
  readonly #agenda: Agenda;
  readonly #fleet: Fleet;

  constructor(park: ServerPark, agenda: Agenda, fleet: Fleet, profile?: LoadProfile) {
    this.#park = park;
    this.#agenda = agenda;
    this.#fleet = fleet;
    this.profile = profile;
  }

  get lookSeconds(): number {
    return this.#fleet.spec.lookSeconds;
  }

  look(waiting: number): void {
    const { servers } = this.#park;
    const plan = fleetPlan({
      ...{ fleet: this.#fleet, servers: this.#park.all(), strays: [], waiting },
      ...{ memory: this.memory, now: this.#agenda.now },
      ...(this.profile ? { profile: this.profile } : {}),
    });
    if (plan.kind === 'leave') return;
    this.memory = plan.memory;
    this.profile = plan.profile;
    for (const { server: name, to, drain } of plan.changes) {
      const server = servers.get(name);
      if (!server) continue;
      this.#park.enter(server, to);
      if (drain) server.drain = drain;
      if (to === 'draining' && server.sessions === 0) this.#park.remove(server);
    }
    for (const { number, region } of plan.create)
      this.#park.create({ number, region, version: this.#fleet.version });
    for (const { server: name, work } of plan.resume) {
      const server = servers.get(name);
      if (server && work === 'drain') this.#park.remove(server);
    }
  }
}

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

/** Agones' fleet autoscaler with a buffer of servers: every 30 s, allocated servers and so many ready ones. */
export class AgonesScaler implements Scaler {
  readonly isWoken = false;
  readonly lookSeconds = 30;
  readonly #park: ServerPark;
  readonly #bounds: Bounds;
  readonly #buffer: number;
  #next = 1;

  constructor(park: ServerPark, bounds: Bounds, buffer: number) {
    this.#park = park;
    this.#bounds = bounds;
    this.#buffer = buffer;
  }

  look(): void {
    const { min, max } = this.#bounds;
    for (const server of this.#park.all()) if (server.state === 'failed') this.#park.remove(server);
    const live = this.#park.all().filter((server) => isRunning(server) || server.state === 'creating');
    const allocated = live.filter(({ state }) => state === 'allocated').length;
    const wanted = Math.min(Math.max(allocated + this.#buffer, min), max);
    for (let missing = wanted - live.length; missing > 0; missing--)
      this.#park.create({ number: this.#next++, region: 'westeurope', version: '1' });
    const idle = live.filter(({ state }) => state === 'ready');
    for (const server of idle.slice(0, Math.max(live.length - wanted, 0))) {
      this.#park.enter(server, 'draining');
      this.#park.remove(server);
    }
  }
}

function isRunning({ state }: ParkServer): boolean {
  return state === 'ready' || state === 'allocated';
}
