import type { LoadProfile } from '../../contract/fleets.ts';
import { emptyProfile } from '../../lib/decide/fleets/load-profile.ts';
import { lookAhead } from '../../lib/decide/fleets/look-ahead.ts';
import type { Arrival } from './days.ts';

/** How many would play at the same time if everybody found a place: each change, in order. */
export function* playersOf(arrivals: readonly Arrival[]): Generator<{ atMs: number; players: number }> {
  const ends = arrivals
    .map(({ atMs, playSeconds }) => atMs + playSeconds * 1_000)
    .sort((one, other) => one - other);
  let [begun, ended] = [0, 0];
  while (begun < arrivals.length || ended < ends.length) {
    const begin = arrivals[begun]?.atMs ?? Number.POSITIVE_INFINITY;
    const end = ends[ended] ?? Number.POSITIVE_INFINITY;
    if (begin <= end) begun += 1;
    else ended += 1;
    yield { atMs: Math.min(begin, end), players: begun - ended };
  }
}

/** What a fleet has learned when it has watched these players up to that moment. */
export function profileOf(arrivals: readonly Arrival[], fromMs: number, untilMs: number): LoadProfile {
  const everyMs = 30_000;
  const aheadSeconds = 120;
  let profile = emptyProfile();
  let players = 0;
  const changes = playersOf(arrivals);
  let next = changes.next();
  for (let ms = fromMs; ms < untilMs; ms += everyMs) {
    for (; !next.done && next.value.atMs <= ms; next = changes.next()) players = next.value.players;
    profile = lookAhead(profile, players, ms, aheadSeconds).profile;
  }
  return profile;
}

/** Server-hours of somebody who knows the future and may move sessions: as many servers as the players of each moment fill. */
export function clairvoyantHours(
  arrivals: readonly Arrival[],
  sessionsPerServer: number,
  { fromMs, untilMs, min }: { fromMs: number; untilMs: number; min: number },
): number {
  let [ms, servers, hours] = [fromMs, min, 0];
  for (const { atMs, players } of playersOf(arrivals)) {
    const until = Math.min(Math.max(atMs, fromMs), untilMs);
    hours += (servers * (until - ms)) / 3_600_000;
    ms = until;
    servers = Math.max(Math.ceil(players / sessionsPerServer), min);
  }
  return hours + (servers * (untilMs - ms)) / 3_600_000;
}
