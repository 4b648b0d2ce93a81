import type { FleetMemory, FleetSpec, ObservedServer } from '../../../contract/fleets.ts';

type Shortages = NonNullable<FleetMemory['shortages']>;

const shortestPauseSeconds = 30;
const longestPauseSeconds = 600;
/** After so long a shortage says nothing of the next. */
const forgottenAfterSeconds = 3_600;

/** Regions that had no room for a server pause, longer each time, until one is made there again. */
export function regionShortages(
  shortages: Shortages,
  servers: readonly ObservedServer[],
  now: string,
): Shortages {
  const next: Shortages = {};
  const secondsSince = (at: string): number => (Date.parse(now) - Date.parse(at)) / 1_000;
  for (const region of new Set([...servers.map((server) => server.region), ...Object.keys(shortages)])) {
    const here = servers.filter((server) => server.region === region);
    const known = shortages[region];
    const refused = here.filter(
      ({ state, failure }) => state === 'failed' && (failure === 'capacity' || failure === 'quota'),
    );
    const isNew = refused.some(({ name }) => !known?.servers.includes(name));
    const names = refused.map(({ name }) => name);
    const hasRoom = here.some(
      ({ runningAt, since }) => (runningAt ?? since.ready ?? '') > (known?.until ?? now),
    );
    if (isNew) {
      const count = (known?.count ?? 0) + 1;
      const pause = Math.min(shortestPauseSeconds * 2 ** (count - 1), longestPauseSeconds);
      const until = new Date(Date.parse(now) + pause * 1_000).toISOString();
      next[region] = { until, count, servers: names };
    } else if (known && !hasRoom && secondsSince(known.until) < forgottenAfterSeconds)
      next[region] = { ...known, servers: names };
  }
  return next;
}

/** Where the next servers are made, one after the other; fewer where no region has room. */
export function regionsFor(
  count: number,
  { group, spread }: FleetSpec,
  servers: ReadonlyArray<{ region: string }>,
  { shortages, now }: { shortages: Shortages; now: string },
): string[] {
  const open = group.placements
    .map(({ region }) => region)
    .filter((region) => (shortages[region]?.until ?? '') <= now);
  const held = new Map<string, number>();
  for (const { region } of servers) held.set(region, (held.get(region) ?? 0) + 1);
  const chosen: string[] = [];
  while (chosen.length < count) {
    const region = spread.kind === 'order' ? open[0] : emptiest(open, spread.weights, held);
    if (region === undefined) break;
    held.set(region, (held.get(region) ?? 0) + 1);
    chosen.push(region);
  }
  return chosen;
}

/** The region that has the least for its weight. */
function emptiest(
  regions: readonly string[],
  weights: Record<string, number>,
  held: ReadonlyMap<string, number>,
): string | undefined {
  let best: { region: string; share: number } | undefined;
  for (const region of regions) {
    const weight = weights[region] ?? 0;
    const share = ((held.get(region) ?? 0) + 1) / weight;
    if (weight > 0 && (!best || share < best.share)) best = { region, share };
  }
  return best?.region;
}
