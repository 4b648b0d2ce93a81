import type { FleetPolicy, FleetSpec, LoadProfile, ObservedServer } from '../../../contract/fleets.ts';
import { emptyProfile, usualLoad, withLoad } from './load-profile.ts';

type ForecastPolicy = Extract<FleetPolicy, { kind: 'forecast' }>;

/** Until a server of the fleet has shown how long it takes. */
const usualStartSeconds = 120;
/** Spans of the last minutes whose growth is taken to go on; the shortest first. */
const trendSeconds = [30, 60, 120];
/** Looks closer together than that tell the same. */
const lookEverySeconds = 10;
const looksKeptSeconds = 600;
/** A gap without looks counts for so long at most. */
const longestGapSeconds = 120;
/** So long an error makes the margin wider, and so long it speaks against the profile. */
const errorSeconds = 3_600;
const longErrorSeconds = 6 * 3_600;
/** What chance alone is off by, a session of load, at least. */
const chanceError = 0.05;
/** How many times its usual error a forecast keeps free: what that costs is weighed against whom it refuses. */
const margin = 3.5;
/** Growth of the last minutes is believed when it is so many times the usual error. */
const believed = 2.5;
/** The profile is off when it is so many times worse than to let the last minutes go on. */
const mostTimesWorse = 1.5;

/** The forecast that a policy asks for, wherever in it. */
export function forecastIn(policy: FleetPolicy): ForecastPolicy | undefined {
  switch (policy.kind) {
    case 'forecast':
      return policy;
    case 'chain':
      return firstForecast(policy.policies);
    case 'schedule':
      return firstForecast([
        ...policy.windows.map((window) => window.policy),
        ...(policy.otherwise ? [policy.otherwise] : []),
      ]);
    default:
      return undefined;
  }
}

export type Foreseen = {
  profile: LoadProfile;
  /** Places that will be needed once a server that is started now is there. */
  places: number;
  /** Whether the time of the week was believed. */
  byProfile: boolean;
};

/** Looks one start-up time ahead, and learns from how the last such look came out. */
export function foreseen(
  profile: LoadProfile | undefined,
  {
    forecast,
    spec,
    servers,
    load,
    now,
  }: {
    forecast: ForecastPolicy;
    spec: Pick<FleetSpec, 'lookSeconds'>;
    servers: readonly ObservedServer[];
    load: number;
    now: string;
  },
): Foreseen {
  const ahead = (forecast.aheadSeconds ?? startSeconds(servers)) + spec.lookSeconds;
  return lookAhead(profile ?? emptyProfile(), load, Date.parse(now), ahead);
}

/** The same of a load alone. */
export function lookAhead(before: LoadProfile, load: number, nowMs: number, aheadSeconds: number): Foreseen {
  const last = before.looks.at(-1);
  const gap = last ? Math.min((nowMs - Date.parse(last.at)) / 1_000, longestGapSeconds) : 0;
  const isNew = !last || gap >= lookEverySeconds;
  const learned = isNew ? withLoad(before, load, nowMs, gap) : before;
  const { looks } = learned;
  const seenBefore = (seconds: number): LoadProfile['looks'][number] | undefined =>
    looks.findLast(({ at }) => nowMs - Date.parse(at) >= seconds * 1_000);

  const then = isNew ? seenBefore(aheadSeconds) : undefined;
  const { error, longError } = then ? withErrors(learned, load, then, gap) : learned;

  const deviation = (square: number): number => Math.sqrt(square * (load + 1));
  const plain = load + trend(looks, load, nowMs, aheadSeconds, deviation(error.plain));
  const drift = usualGrowth(learned, nowMs, aheadSeconds);
  const byTime = load + drift;
  const byProfile = longError.profile + chanceError <= (longError.plain + chanceError) * mostTimesWorse;
  const places = byProfile
    ? Math.max(byTime, plain) + margin * deviation(error.profile)
    : plain + margin * deviation(error.plain);
  const look = { at: new Date(nowMs).toISOString(), sessions: load, profile: byTime, plain };
  const kept = looks.findIndex(({ at }) => nowMs - Date.parse(at) <= looksKeptSeconds * 1_000);
  return {
    profile: {
      ...learned,
      error,
      longError,
      looks: isNew ? [...(kept < 0 ? [] : looks.slice(kept)), look] : looks,
    },
    places: Math.ceil(places),
    byProfile,
  };
}

/** How much more there will be when the last minutes go on: the most of several spans that grew by more than chance. */
function trend(
  looks: LoadProfile['looks'],
  load: number,
  nowMs: number,
  aheadSeconds: number,
  deviation: number,
): number {
  let most = 0;
  for (const span of trendSeconds) {
    const look = looks.findLast(({ at }) => nowMs - Date.parse(at) >= span * 1_000);
    if (!look) break;
    const share = (nowMs - Date.parse(look.at)) / 1_000 / aheadSeconds;
    const growth = load - look.sessions;
    if (growth > believed * deviation * Math.sqrt(share)) most = Math.max(most, growth / share);
  }
  return most;
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

/** What is known of errors with one more: how a load came out that had been foreseen. */
function withErrors(
  { error, longError }: LoadProfile,
  load: number,
  foreseen: { profile: number; plain: number },
  seconds: number,
): Pick<LoadProfile, 'error' | 'longError'> {
  const next = (before: LoadProfile['error'], memorySeconds: number): LoadProfile['error'] => {
    const share = Math.min(seconds / memorySeconds, 1);
    const mixed = (square: number, expected: number): number =>
      square + ((load - expected) ** 2 / (load + 1) - square) * share;
    return { profile: mixed(before.profile, foreseen.profile), plain: mixed(before.plain, foreseen.plain) };
  };
  return { error: next(error, errorSeconds), longError: next(longError, longErrorSeconds) };
}

/** As long as nearly all of its servers took. */
function startSeconds(servers: readonly ObservedServer[]): number {
  const times = servers
    .flatMap(({ since: { creating }, runningAt }) =>
      creating === undefined || runningAt === undefined
        ? []
        : [(Date.parse(runningAt) - Date.parse(creating)) / 1_000],
    )
    .filter((seconds) => seconds > 0)
    .sort((one, other) => one - other);
  return times[Math.floor(times.length * 0.9)] ?? usualStartSeconds;
}

function firstForecast(policies: readonly FleetPolicy[]): ForecastPolicy | undefined {
  for (const policy of policies) {
    const found = forecastIn(policy);
    if (found) return found;
  }
  return undefined;
}
