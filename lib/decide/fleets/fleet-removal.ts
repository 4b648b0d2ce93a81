import type { FleetObservation, FleetPlan, ObservedServer, ServerChange } from '../../../contract/fleets.ts';
import { nextServerOf } from './next-server-of.ts';
import { lostWork, serverCounts } from './server-counts.ts';
import { withoutDefinition } from './without-definition.ts';

/** A fleet that is to go: every server drains, with a deadline, and every group goes; then nothing is left to do. */
export function fleetRemoval(observation: FleetObservation, mostAtOnce: number): FleetPlan {
  const { fleet, servers, strays, memory, waiting, now } = observation;
  if (servers.length === 0 && strays.length === 0) return { kind: 'leave' };
  const { requestedAt = now, force = false } = memory.deleting ?? {};
  const { drain: rules, lookSeconds } = fleet?.spec ?? withoutDefinition;
  const minutes = force ? 0 : rules.deadlineMinutes;
  const deadline = new Date(Date.parse(requestedAt) + minutes * 60_000).toISOString();
  const changes = servers.filter((server) => isToDrain(server, deadline, memory.deleting !== undefined));
  const begun = changes.slice(0, mostAtOnce).map(
    ({ name, state, drain }): ServerChange => ({
      ...{ server: name, from: state, to: 'draining' },
      drain: { ...drain, reason: 'fleetDeleted', deadline },
    }),
  );
  const why = fleet ? (force ? 'deleted at once' : 'deleted') : 'no definition any more';
  const memoryAfter = { ...memory, nextServer: nextServerOf(observation), lookedAt: now };
  return {
    kind: 'act',
    decision: {
      ...{ at: now, sessions: servers.reduce((sum, { allocated }) => sum + allocated, 0), waiting },
      ...{ servers: serverCounts(servers), wanted: 0, starting: 0, draining: begun.length },
      reason: `${why}, servers with sessions go by ${deadline}`,
    },
    memory: memoryAfter,
    changes: begun,
    ...{ create: [], adopt: [] },
    resume: lostWork(servers).filter(({ work }) => work === 'drain'),
    remove: strays.slice(0, mostAtOnce).map(({ name }) => name),
    nextLookSeconds: changes.length > begun.length ? 2 : lookSeconds,
  };
}

/** Also one that drains already, for another reason and for longer. */
function isToDrain({ state, drain }: ObservedServer, deadline: string, isAskedFor: boolean): boolean {
  if (state === 'failed' || state === 'gone') return false;
  if (state !== 'draining') return true;
  if (drain?.leavingAt) return false;
  return drain?.deadline === undefined || (isAskedFor && drain.deadline > deadline);
}
