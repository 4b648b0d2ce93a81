import type { DrainReason, FleetSpec, ObservedServer } from '../../../contract/fleets.ts';
import { amountOf } from './amount-of.ts';

/** A server with the sessions that are on it, and why it is to be replaced, if it is. */
export type CountedServer = ObservedServer & { sessions: number; stale?: 'outdated' | 'lifetime' };

export type ServerMoves = {
  /** So many are wanted besides those that are there. */
  missing: number;
  reclaim: CountedServer[];
  drain: Array<{ server: CountedServer; reason: DrainReason; deadline?: string }>;
};

/**
 * Which servers go and how many are missing so that `wanted` can take sessions. Servers with sessions stay, but for those
 * whose lifetime is over. Stale ones are replaced before they go: so many more than wanted may be there meanwhile as the surge
 * allows, or, without a surge, one less. Drains and creations are at most `most` each.
 */
export function serverMoves({
  servers,
  wanted,
  spec,
  canCreate,
  most,
  awakeSince,
  now,
}: {
  servers: readonly CountedServer[];
  wanted: number;
  spec: Pick<FleetSpec, 'surge' | 'drain'>;
  /** Whether anything may be created at all. */
  canCreate: boolean;
  most: number;
  /** ISO: before, nobody looked whether servers got well. */
  awakeSince: string;
  now: string;
}): ServerMoves {
  const isOpen = ({ state }: CountedServer): boolean => state === 'ready' || state === 'allocated';
  const open = servers.filter(isOpen);
  const current = open.filter(({ stale }) => !stale);
  const stale = open.filter((server) => server.stale);
  const coming = servers.filter((server) => server.state === 'creating' && !server.stale);

  const missing = Math.max(wanted - current.length - coming.length, 0);
  const reclaim = canBeReclaimed(servers).slice(0, missing);
  const surge = stale.length > 0 ? amountOf(spec.surge, wanted) : 0;
  const room = wanted + surge - open.length - coming.length;
  const create = Math.min(Math.max(Math.min(missing, room) - reclaim.length, 0), most);

  const spare = open.length - wanted;
  const inPlace = surge === 0 && stale.length > 0 && coming.length === 0 && canCreate;
  const replaced = idleFirst(stale)
    .filter(({ sessions, stale }) => sessions === 0 || stale === 'lifetime')
    .slice(0, Math.max(spare, inPlace ? 1 : 0));
  const idle = idleFirst(current).filter(({ sessions }) => sessions === 0);
  const surplus = idle.slice(0, Math.max(current.length - wanted, 0));
  const deadline = new Date(Date.parse(now) + spec.drain.deadlineMinutes * 60_000).toISOString();
  const drain = [
    ...unhealthyToGo(servers, spec.drain, { awakeSince, now }).map((server) => ({
      ...{ server, reason: 'unhealthy' as const },
      ...(server.sessions > 0 ? { deadline: now } : {}),
    })),
    ...servers
      .filter(({ state, stale }) => state === 'creating' && stale)
      .map((server) => ({ server, reason: 'outdated' as const })),
    ...replaced.map((server) => ({
      ...{ server, reason: server.stale ?? 'outdated' },
      ...(server.sessions > 0 ? { deadline } : {}),
    })),
    ...surplus.map((server) => ({ server, reason: 'scaleDown' as const })),
  ];
  return { missing: create, reclaim, drain: drain.slice(0, most) };
}

/** Those that are empty, or had their time to get well. */
function unhealthyToGo(
  servers: readonly CountedServer[],
  { deadlineMinutes }: FleetSpec['drain'],
  { awakeSince, now }: { awakeSince: string; now: string },
): CountedServer[] {
  return servers.filter(({ state, sessions, since }) => {
    if (state !== 'unhealthy') return false;
    const begun = Math.max(Date.parse(since.unhealthy ?? now), Date.parse(awakeSince));
    return sessions === 0 || Date.parse(now) >= begun + deadlineMinutes * 60_000;
  });
}

/** Those that drain for want of sessions only, and whose group is still whole. */
function canBeReclaimed(servers: readonly CountedServer[]): CountedServer[] {
  return servers.filter(
    ({ state, drain, group, stale }) =>
      state === 'draining' && drain?.reason === 'scaleDown' && !drain.leavingAt && group && !stale,
  );
}

/** The least sessions first, then the oldest. */
function idleFirst(servers: readonly CountedServer[]): CountedServer[] {
  return [...servers].sort((one, other) => one.sessions - other.sessions || one.number - other.number);
}
