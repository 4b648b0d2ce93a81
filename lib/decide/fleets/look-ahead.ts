import type { LoadProfile } from '../../../contract/fleets.ts';
import { usualLoad, withLoad } from './load-profile.ts';

type Look = LoadProfile['looks'][number];
type Errors = LoadProfile['error'];

/** Looks closer together than that tell the same. */
const lookEverySeconds = 10;
const looksKeptSeconds = 600;
/** A gap without looks counts for so long at most. */
const longestGapSeconds = 120;

/** Spans of the last minutes whose growth is taken to go on; the shortest first. */
const trendSeconds = [30, 60, 120];
/** Growth is believed when it is so many times what chance makes of such a span. */
const believed = 2.5;

/** So long an error makes the margin wider, and so long it speaks against the profile. */
const errorSeconds = 3_600;
const longErrorSeconds = 6 * 3_600;
/** What chance alone is off by, a session of load, at least. */
const chanceError = 0.05;
/** The profile is off when it is so many times worse than to let the last minutes go on. */
const mostTimesWorse = 1.5;

/** How many times its usual error a forecast keeps free: what that costs is weighed against whom it refuses. */
const margin = 3.5;
/** At a time that is known for less than that, nothing is kept for nobody. */
const quietLoad = 0.25;

export type Foreseen = {
  profile: LoadProfile;
  /** Places that will be needed so long from now. */
  places: number;
  /** Whether this time of the week was believed. */
  byProfile: boolean;
};

/**
 * The load so long from now: what it is, and the more of two growths: what this time of the week is known for, and what the
 * last minutes show. On top comes a margin, as wide as such looks were wrong lately. While the profile is worse than the
 * last minutes alone, only those count.
 */
export function lookAhead(before: LoadProfile, load: number, nowMs: number, aheadSeconds: number): Foreseen {
  const last = before.looks.at(-1);
  const gap = last ? Math.min(secondsSince(last, nowMs), longestGapSeconds) : 0;
  const isNew = !last || gap >= lookEverySeconds;
  const learned = isNew
    ? withErrors(withLoad(before, load, nowMs, gap), load, { nowMs, aheadSeconds, gap })
    : before;
  const { error, longError, looks, level } = learned;

  const deviation = (square: number): number => Math.sqrt(square * (load + 1));
  const drift = usualGrowth(learned, nowMs, aheadSeconds);
  const look = {
    at: new Date(nowMs).toISOString(),
    sessions: load,
    profile: load + drift,
    plain: load + trend(looks, load, { nowMs, aheadSeconds, deviation: deviation(error.plain) }),
  };
  const byProfile = longError.profile + chanceError <= (longError.plain + chanceError) * mostTimesWorse;
  const places = byProfile
    ? Math.max(look.profile, look.plain) + margin * deviation(error.profile)
    : look.plain + margin * deviation(error.plain);
  const usual = usualLoad(learned, nowMs + aheadSeconds * 1_000) ?? Number.POSITIVE_INFINITY;
  const isQuiet = byProfile && load === 0 && drift === 0 && usual * level < quietLoad;
  return {
    profile: isNew ? { ...learned, looks: [...recent(looks, nowMs), look] } : before,
    places: isQuiet ? 0 : Math.ceil(places),
    byProfile,
  };
}

/** How much more there usually is, within so long from now, for a load like today's. */
function usualGrowth(profile: LoadProfile, nowMs: number, aheadSeconds: number): number {
  const now = usualLoad(profile, nowMs);
  if (now === undefined) return 0;
  const later = [0.25, 0.5, 0.75, 1].map(
    (part) => usualLoad(profile, nowMs + part * aheadSeconds * 1_000) ?? now,
  );
  return Math.max(...later.map((load) => load - now), 0) * profile.level;
}

/** How much more there will be when the last minutes go on: the most of several spans that grew by more than chance. */
function trend(
  looks: readonly Look[],
  load: number,
  { nowMs, aheadSeconds, deviation }: { nowMs: number; aheadSeconds: number; deviation: number },
): number {
  let most = 0;
  for (const seconds of trendSeconds) {
    const look = lookBefore(looks, seconds, nowMs);
    if (!look) break;
    const share = secondsSince(look, nowMs) / aheadSeconds;
    const growth = load - look.sessions;
    if (growth > believed * deviation * Math.sqrt(share)) most = Math.max(most, growth / share);
  }
  return most;
}

/** With one more error: how the load of now came out, when it was looked ahead at. */
function withErrors(
  profile: LoadProfile,
  load: number,
  { nowMs, aheadSeconds, gap }: { nowMs: number; aheadSeconds: number; gap: number },
): LoadProfile {
  const then = lookBefore(profile.looks, aheadSeconds, nowMs);
  if (!then) return profile;
  const next = (before: Errors, memorySeconds: number): Errors => {
    const share = Math.min(gap / memorySeconds, 1);
    const mixed = (square: number, foreseen: number): number =>
      square + ((load - foreseen) ** 2 / (load + 1) - square) * share;
    return { profile: mixed(before.profile, then.profile), plain: mixed(before.plain, then.plain) };
  };
  return {
    ...profile,
    error: next(profile.error, errorSeconds),
    longError: next(profile.longError, longErrorSeconds),
  };
}

/** The latest look that is at least so long ago. */
function lookBefore(looks: readonly Look[], seconds: number, nowMs: number): Look | undefined {
  return looks.findLast((look) => secondsSince(look, nowMs) >= seconds);
}

function recent(looks: readonly Look[], nowMs: number): Look[] {
  const first = looks.findIndex((look) => secondsSince(look, nowMs) <= looksKeptSeconds);
  return first < 0 ? [] : looks.slice(first);
}

function secondsSince({ at }: Look, nowMs: number): number {
  return (nowMs - Date.parse(at)) / 1_000;
}
