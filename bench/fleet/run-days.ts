import type { FleetPolicy } from '../../contract/fleets.ts';
import { Chance } from './chance.ts';
import { arrivalsBetween, type DayKind, dayMs, dayOf, firstDayMs, rateOf } from './days.ts';
import { clairvoyantHours, profileOf } from './history.ts';
import { AgonesScaler, type Bounds, Build2018Scaler, fleetWith, OurScaler } from './scalers.ts';
import { type DayFigures, simulateDay, warmUpMs } from './simulate-day.ts';

export type PolicyName = string;
export type DayResult = { kind: DayKind; clairvoyantHours: number; policies: Record<PolicyName, DayFigures> };

const sessionsPerServer = 12;
const max = 60;

const ourPolicies: Record<PolicyName, FleetPolicy> = {
  'thresholds, ours': { kind: 'thresholds', scaleOut: 0.8, scaleIn: 0.6, cooldownMinutes: 10 },
  'buffer of 20%': { kind: 'buffer', sessions: '20%' },
  'one empty server': { kind: 'servers', empty: 1 },
  forecast: { kind: 'forecast', rule: { kind: 'buffer', sessions: 1 } },
};

/** One kind of day under every policy, the same players for each. */
export function runDay(kind: DayKind, { weeks, seed }: { weeks: number; seed: number }): DayResult {
  const chance = new Chance(seed);
  const beginMs = dayOf(kind, weeks);
  const rate = rateOf(kind, beginMs, chance);
  const all = arrivalsBetween(firstDayMs, beginMs + dayMs, rate, chance);
  const arrivals = all.filter(({ atMs }) => atMs >= beginMs - warmUpMs);
  const profile = profileOf(all, firstDayMs, beginMs - warmUpMs);
  const bounds: Bounds = { sessionsPerServer, min: kind === 'trickle' ? 0 : 1, max };
  const day = { arrivals, beginMs, sessionsPerServer };
  const luck = (): Chance => new Chance(seed + 1);
  const policies: DayResult['policies'] = {
    'Build 2018': simulateDay({
      ...{ ...day, chance: luck(), version: '1' },
      scalerOf: (park, agenda) => new Build2018Scaler(park, agenda, bounds),
    }),
    "Agones' buffer of 2": simulateDay({
      ...{ ...day, chance: luck(), version: '1' },
      scalerOf: (park) => new AgonesScaler(park, bounds, 2),
    }),
  };
  for (const [name, policy] of Object.entries(ourPolicies)) {
    const fleet = fleetWith(policy, bounds);
    const known = policy.kind === 'forecast' ? profile : undefined;
    policies[name] = simulateDay({
      ...{ ...day, chance: luck(), version: fleet.version },
      scalerOf: (park, agenda) => new OurScaler(park, agenda, fleet, known),
    });
  }
  const span = { fromMs: beginMs, untilMs: beginMs + dayMs, min: bounds.min };
  return { kind, clairvoyantHours: clairvoyantHours(all, sessionsPerServer, span), policies };
}
