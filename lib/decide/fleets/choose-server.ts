import type { Server } from '../../../contract/fleets.ts';

/** A server with the sessions that are on it. */
export type Seat = Pick<Server, 'number' | 'version' | 'state'> & { sessions: number };

/**
 * Where a session goes that needs so many places: to a server of the current version if one has room; the fullest of those, so
 * that others empty; the newest among equals, so that old ones do.
 */
export function chooseServer<S extends Seat>(
  servers: readonly S[],
  places: number,
  { version, sessionsPerServer }: { version: string; sessionsPerServer: number },
): S | undefined {
  let best: S | undefined;
  for (const server of servers) {
    const isOpen = server.state === 'ready' || server.state === 'allocated';
    if (!isOpen || server.sessions + places > sessionsPerServer) continue;
    if (!best || isBetter(server, best, version)) best = server;
  }
  return best;
}

function isBetter(one: Seat, other: Seat, version: string): boolean {
  const [isCurrent, otherIsCurrent] = [one.version === version, other.version === version];
  if (isCurrent !== otherIsCurrent) return isCurrent;
  if (one.sessions !== other.sessions) return one.sessions > other.sessions;
  return one.number > other.number;
}
