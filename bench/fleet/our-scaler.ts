import type { Fleet, FleetMemory, FleetPolicy, LoadProfile } from '../../contract/fleets.ts';
import { fleetOf } from '../../lib/catalog/fleets/fleet-of.ts';
import { fleetSchema } from '../../lib/catalog/fleets/fleet-schema.ts';
import { fleetPlan } from '../../lib/decide/fleets/fleet-plan.ts';
import type { Agenda } from './agenda.ts';
import type { Bounds, Scaler } from './scaler.ts';
import type { ServerPark } from './server-park.ts';

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
    this.profile = plan.profile ?? this.profile;
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
