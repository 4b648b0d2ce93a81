import type { Fleet, FleetObservation, FleetPlan, ObservedServer } from '../../../contract/fleets.ts';
import { sessionsOn } from './occupancy.ts';

/** At most so many of each a turn, so that histories stay small. */
const mostAtOnce = 20;

/** What a fleet does next. */
export function fleetPlan(observation: FleetObservation): FleetPlan {
  const { fleet, servers, strays, waiting, memory, now } = observation;
  if (!fleet && servers.length === 0 && strays.length === 0) return { kind: 'leave' };
  const sessions = fleet ? servers.reduce((sum, server) => sum + sessionsOn(server, fleet.spec, now), 0) : 0;
  const wanted = fleet && !memory.deleting ? wantedServers(fleet, sessions + waiting) : 0;
  const live = servers.filter(({ state }) => ['creating', 'ready', 'allocated'].includes(state));
  const starting = Math.min(Math.max(wanted - live.length, 0), mostAtOnce);
  const empty = live.filter(({ state, allocated }) => state !== 'creating' && allocated === 0);
  const victims = empty.slice(0, Math.min(Math.max(live.length - wanted, 0), mostAtOnce));
  const region = fleet?.spec.group.placements[0]?.region ?? '';
  return {
    kind: 'act',
    decision: {
      ...{ at: now, sessions, waiting, servers: countsOf(servers), wanted, starting },
      ...{ draining: victims.length, reason: 'buffer' },
    },
    memory: { ...memory, nextServer: memory.nextServer + starting },
    changes: victims.map(({ name, state }) => ({
      ...{ server: name, from: state, to: 'draining' as const },
      drain: { reason: memory.deleting || !fleet ? ('fleetDeleted' as const) : ('scaleDown' as const) },
    })),
    create: Array.from({ length: starting }, (_, n) => ({ number: memory.nextServer + n, region })),
    resume: servers.flatMap(resumed),
    adopt: [],
    remove: [],
    nextLookSeconds: Math.max(fleet?.spec.lookSeconds ?? 15, 2),
  };
}

function resumed({
  name,
  state,
  worked,
}: ObservedServer): Array<{ server: string; work: 'start' | 'drain' }> {
  if (worked) return [];
  if (state === 'creating') return [{ server: name, work: 'start' }];
  return state === 'draining' || state === 'failed' ? [{ server: name, work: 'drain' }] : [];
}

function wantedServers({ spec: { sessionsPerServer, min, max } }: Fleet, sessions: number): number {
  const wish = Math.ceil((sessions * 1.25) / sessionsPerServer);
  return Math.min(Math.max(wish, min), max);
}

function countsOf(servers: readonly ObservedServer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of servers) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
