import type { FleetDecision, FleetPlan, ObservedServer } from '../../../contract/fleets.ts';

/** How many are in each state, without those that are gone. */
export function serverCounts(
  servers: ReadonlyArray<Pick<ObservedServer, 'state'>>,
): FleetDecision['servers'] {
  const counts: FleetDecision['servers'] = {};
  for (const { state } of servers) if (state !== 'gone') counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

/** The starts and the drains that nobody is at any more. A start that saw its containers run has nothing left to do. */
export function lostWork(servers: readonly ObservedServer[]): Extract<FleetPlan, { kind: 'act' }>['resume'] {
  return servers.flatMap(
    ({ name, state, worked, runningAt }): Array<{ server: string; work: 'start' | 'drain' }> => {
      if (worked) return [];
      if (state === 'creating') return runningAt === undefined ? [{ server: name, work: 'start' }] : [];
      return state === 'draining' || state === 'failed' ? [{ server: name, work: 'drain' }] : [];
    },
  );
}
