import type { FleetPolicy, FleetSpec, LoadProfile, ObservedServer } from '../../../contract/fleets.ts';
import { emptyProfile } from './load-profile.ts';
import { type Foreseen, lookAhead } from './look-ahead.ts';

type ForecastPolicy = Extract<FleetPolicy, { kind: 'forecast' }>;

/** Until a server of the fleet has shown how long it takes. */
const usualStartSeconds = 120;

/** The forecast that a policy asks for, wherever in it. */
export function forecastIn(policy: FleetPolicy): ForecastPolicy | undefined {
  switch (policy.kind) {
    case 'forecast':
      return policy;
    case 'chain':
      return firstForecast(policy.policies);
    case 'schedule': {
      const { windows, otherwise } = policy;
      return firstForecast([...windows.map((window) => window.policy), ...(otherwise ? [otherwise] : [])]);
    }
    default:
      return undefined;
  }
}

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
  const aheadSeconds = (forecast.aheadSeconds ?? startSeconds(servers)) + spec.lookSeconds;
  return lookAhead(profile ?? emptyProfile(), load, Date.parse(now), aheadSeconds);
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
