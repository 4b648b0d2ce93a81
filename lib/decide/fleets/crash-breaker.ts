import type { FleetMemory, ObservedServer } from '../../../contract/fleets.ts';

type Breaker = Pick<FleetMemory, 'crashes' | 'brokenSince'>;

/** Ends that another server of the same version need not share. */
const faultsOfPlatform = ['capacity', 'quota', 'vanished', 'killedByPlatform', 'unavailable', 'cancelled'];

/**
 * Counts the servers of this version that failed before they could take sessions, after the last one that could; from `limit` on the
 * breaker is open. Another version begins anew.
 */
export function crashBreaker(
  { crashes, brokenSince }: Breaker,
  servers: readonly ObservedServer[],
  { version, limit, now }: { version: string; limit: number; now: string },
): Breaker {
  const own = servers.filter((server) => server.version === version);
  const known = crashes?.version === version ? crashes : undefined;
  const failed = own.filter(({ state, since, failure = 'failed' }) => {
    return state === 'failed' && since.ready === undefined && !faultsOfPlatform.includes(failure);
  });
  const lastReady = Math.max(0, ...own.filter(({ since }) => since.ready).map(({ number }) => number));
  const fresh = failed.filter(({ name, number }) => !known?.servers.includes(name) && number > lastReady);
  const before = known && known.last > lastReady ? known.count : 0;
  const count = before + fresh.length;
  const names = failed.map(({ name }) => name);
  if (count === 0 && names.length === 0) return {};
  const last = Math.max(known?.last ?? 0, ...fresh.map(({ number }) => number));
  const message = fresh.at(-1)?.message ?? known?.message ?? 'It failed.';
  const since = known ? (brokenSince ?? now) : now;
  return {
    crashes: { version, count, message, last, servers: names },
    ...(count >= limit ? { brokenSince: since } : {}),
  };
}
