import type { Fleet, FleetObservation, FleetPlan, ServerChange } from '../../../contract/fleets.ts';
import { crashBreaker } from './crash-breaker.ts';
import { fleetRemoval } from './fleet-removal.ts';
import { type FleetSight, fleetSight } from './fleet-sight.ts';
import { fleetSize } from './fleet-size.ts';
import { monthSpending } from './month-spending.ts';
import { nextServerOf } from './next-server-of.ts';
import { regionShortages, regionsFor } from './region-shortages.ts';
import { lostWork, serverCounts } from './server-counts.ts';
import { type ServerMoves, serverMoves } from './server-moves.ts';
import { openState } from './server-transition.ts';
import { strayGroups } from './stray-groups.ts';

/** At most so many of each a turn, so that histories stay small. */
const mostAtOnce = 20;
/** Timers of less are unsafe on Azure, where they may fire a second early. */
const shortestLookSeconds = 2;
const mostDecisions = 40;

/** What a fleet does next. */
export function fleetPlan(observation: FleetObservation): FleetPlan {
  const { fleet, memory } = observation;
  return fleet && !memory.deleting ? plan(observation, fleet) : fleetRemoval(observation, mostAtOnce);
}

function plan(observation: FleetObservation, fleet: Fleet): FleetPlan {
  const { strays, waiting, memory, prices, now } = observation;
  const { spec, version } = fleet;
  const sight = fleetSight(observation, fleet);
  const { servers } = sight;
  const breaker = crashBreaker(memory, servers, { version, limit: spec.crashLimit, now });
  const shortages = regionShortages(memory.shortages ?? {}, servers, now);
  const spent = prices ? monthSpending(memory.spent, servers, fleet, prices, now) : memory.spent;
  const size = fleetSize(observation, fleet, sight);

  const blocks = [
    ...(breaker.brokenSince && breaker.crashes
      ? [`no starts since ${breaker.crashes.count} servers failed in a row: ${breaker.crashes.message}`]
      : []),
    ...(spec.monthlyBudget !== undefined && (spent?.amount ?? 0) >= spec.monthlyBudget
      ? [`no starts this month: ${spent?.amount.toFixed(2)} of ${spec.monthlyBudget} are spent`]
      : []),
  ];
  const canCreate = blocks.length === 0;
  const moves = serverMoves({
    ...{ servers, spec, canCreate, awakeSince: sight.awakeSince, now },
    ...{ wanted: size.wanted, most: mostAtOnce },
  });
  const live = servers.filter(({ state }) => state !== 'gone' && state !== 'failed');
  const regions = canCreate ? regionsFor(moves.missing, spec, live, { shortages, now }) : [];
  if (canCreate && regions.length < moves.missing)
    blocks.push(`no room in ${Object.keys(shortages).join(', ')}`);

  const nextServer = nextServerOf(observation);
  const create = regions.map((region, n) => ({ number: nextServer + n, region }));
  const changes = changesOf(sight, moves);
  const { adopt, remove } = strayGroups(strays, memory.strays ?? []);
  const draining = moves.drain.length;
  const reclaimed = moves.reclaim.length;
  const decision = {
    ...{ at: now, sessions: sight.sessions, waiting, servers: serverCounts(servers) },
    wanted: size.wanted,
    ...(size.forecast === undefined ? {} : { forecast: size.forecast }),
    ...{ starting: create.length, draining },
    reason: [...size.reasons, ...(reclaimed > 0 ? [`${reclaimed} reclaimed`] : []), ...blocks].join(', '),
  };
  const last = memory.decisions.at(-1);
  const says = create.length + draining + reclaimed > 0 || last?.wanted !== size.wanted;
  const { crashes, brokenSince, ...kept } = memory;
  return {
    kind: 'act',
    decision,
    memory: {
      ...kept,
      ...breaker,
      ...{ wishes: size.wishes, lookedAt: now, awakeSince: sight.awakeSince, shortages },
      ...(spent ? { spent } : {}),
      ...(create.length + draining > 0 ? { scaledAt: now } : {}),
      strays: strays.map(({ name }) => name),
      nextServer: nextServer + create.length,
      decisions: says ? [...memory.decisions, decision].slice(-mostDecisions) : memory.decisions,
    },
    ...(size.profile ? { profile: size.profile } : {}),
    ...{ changes, create, adopt: adopt.slice(0, mostAtOnce), remove: remove.slice(0, mostAtOnce) },
    resume: lostWork(observation.servers),
    nextLookSeconds:
      create.length === mostAtOnce || draining === mostAtOnce
        ? shortestLookSeconds
        : Math.max(spec.lookSeconds, shortestLookSeconds),
  };
}

/** One change a server: what is decided counts on what was found. */
function changesOf({ findings }: FleetSight, { drain, reclaim }: ServerMoves): ServerChange[] {
  const changes = new Map(findings.map((finding) => [finding.server, finding]));
  for (const { server, reason, deadline } of drain) {
    const { from = server.state, ...found } = changes.get(server.name) ?? {};
    const why = { reason, ...(deadline === undefined ? {} : { deadline }) };
    changes.set(server.name, { ...found, server: server.name, from, to: 'draining', drain: why });
  }
  for (const { name, state, sessions } of reclaim)
    changes.set(name, { server: name, from: state, to: openState(sessions) });
  return [...changes.values()];
}
