import type { FleetBudgetView, FleetLinks, FleetSummary, FleetView } from '../../../contract/fleet-views.ts';
import type { FleetDefinition, FleetMemory, ServerState } from '../../../contract/fleets.ts';
import type { ListPrices } from '../../../contract/jobs.ts';
import { hourlyPrice } from './hourly-price.ts';
import { type ServerWithBeat, sessionsShown } from './server-view.ts';

/** Everything that is known of a fleet. */
export type KnownFleet = {
  name: string;
  definition: FleetDefinition;
  memory: FleetMemory;
  servers: ServerWithBeat[];
  /** Places that callers wait for. */
  waiting: number;
};

type Surroundings = { now: string; links: FleetLinks; listPrices: ListPrices };

/** A fleet as people see it. */
export function fleetView(known: KnownFleet, surroundings: Surroundings): FleetView {
  const { definition, memory, waiting } = known;
  const { fleet, shadowed } = definition;
  const { name, state, source, servers, sessions, places, links } = fleetSummary(known, surroundings);
  const message = messageOf(known, state);
  const breaker = breakerOf(memory);
  return {
    name,
    state,
    ...(message === undefined ? {} : { message }),
    ...(source && { source }),
    ...(shadowed && { shadowed }),
    ...(fleet && { version: fleet.version, spec: fleet.spec }),
    servers,
    sessions,
    places,
    waiting,
    budget: budgetOf(known, surroundings),
    ...(breaker && { breaker }),
    decisions: [...memory.decisions].reverse(),
    links,
  };
}

/** The same in short. */
export function fleetSummary(known: KnownFleet, { now, links }: Surroundings): FleetSummary {
  const { name, definition, memory, servers } = known;
  const { fleet, problem } = definition;
  const counts: Partial<Record<ServerState, number>> = {};
  for (const { server } of servers.filter(isThere)) counts[server.state] = (counts[server.state] ?? 0) + 1;
  const open = (counts.ready ?? 0) + (counts.allocated ?? 0);
  return {
    name,
    state: stateOf({ fleet, problem }, memory),
    ...(fleet && { source: fleet.source }),
    servers: counts,
    sessions: servers.reduce((sum, server) => sum + sessionsShown(server, fleet, now), 0),
    places: open * (fleet?.spec.sessionsPerServer ?? 0),
    links,
  };
}

function isThere({ server }: ServerWithBeat): boolean {
  return server.state !== 'gone';
}

function stateOf({ fleet, problem }: FleetDefinition, memory: FleetMemory): FleetView['state'] {
  if (memory.deleting) return 'deleting';
  if (problem !== undefined) return 'invalid';
  if (!fleet) return 'undefined';
  return memory.brokenSince === undefined ? 'active' : 'broken';
}

function messageOf({ name, definition, memory }: KnownFleet, state: FleetView['state']): string | undefined {
  switch (state) {
    case 'invalid':
      return definition.problem;
    case 'undefined':
      return 'Nobody defines it any more: its servers take no new sessions and go when they are empty, or when their time is up.';
    case 'broken':
      return `No server is started any more, because ${memory.crashes?.count ?? 'too many'} of version ${definition.fleet?.version} failed in a row. Change the definition, or POST /api/fleets/${name}/resume to try again.`;
    default:
      return definition.shadowed
        ? 'The catalog has a fleet of that name, so the one that came by the API is not used.'
        : undefined;
  }
}

function budgetOf(
  { definition: { fleet }, memory, servers }: KnownFleet,
  { now, listPrices }: Surroundings,
): FleetBudgetView {
  const month = now.slice(0, 7);
  const limit = fleet?.spec.monthlyBudget;
  return {
    month,
    spent: memory.spent?.month === month ? toMillionths(memory.spent.amount) : 0,
    ...(limit === undefined ? {} : { limit }),
    currency: listPrices.currency,
    ...(fleet && {
      perHour: hourlyPrice(
        servers.map(({ server }) => server),
        fleet,
        listPrices,
      ),
    }),
  };
}

function toMillionths(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}

function breakerOf({ brokenSince, crashes }: FleetMemory): FleetView['breaker'] {
  return brokenSince === undefined
    ? undefined
    : {
        since: brokenSince,
        ...(crashes && { version: crashes.version, message: crashes.message }),
        failed: crashes?.count ?? 0,
      };
}
