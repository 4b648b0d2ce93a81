import type { FleetPolicy } from '../../contract/fleets.ts';
import { AgonesScaler } from './agones-scaler.ts';
import { Build2018Scaler } from './build-2018-scaler.ts';
import { Chance } from './chance.ts';
import { arrivalsBetween, type DayKind, dayMs, dayOf, firstDayMs, rateOf } from './days.ts';
import { clairvoyantHours, profileOf } from './history.ts';
import { fleetWith, OurScaler } from './our-scaler.ts';
import type { Bounds } from './scaler.ts';
import { type DayFigures, type ScalerOf, simulateDay, warmUpMs } from './simulate-day.ts';

/** A kind of day under each policy, the same players for each. */
export type DayResult = { kind: DayKind; clairvoyantHours: number; policies: Record<string, DayFigures> };

/** As many as the Build 2018 demo has by default. */
export const sessionsPerServer = 12;
const max = 60;

export const build2018 = 'Build 2018';
export const forecast = 'forecast';
/** Not a default of anybody: a share that somebody chose who knows these days. */
export const tighter = '10% of places kept free';

const ourPolicies: Record<string, FleetPolicy> = {
  'thresholds of 2018, by our loop': { kind: 'thresholds', scaleOut: 0.8, scaleIn: 0.6, cooldownMinutes: 10 },
  'one server kept empty': { kind: 'servers', empty: 1 },
  '20% of places kept free': { kind: 'buffer', sessions: '20%' },
  [tighter]: { kind: 'buffer', sessions: '10%' },
  [forecast]: { kind: 'forecast', rule: { kind: 'buffer', sessions: 0 } },
};

/** One day, after `weeks` weeks that the forecast has watched. The same seed has the same players. `only` names policies. */
export function runDay(
  kind: DayKind,
  { weeks, seed, only }: { weeks: number; seed: number; only?: string[] },
): DayResult {
  const chance = new Chance(seed);
  const beginMs = dayOf(kind, weeks);
  const rate = rateOf(kind, beginMs, chance);
  const all = arrivalsBetween(firstDayMs, beginMs + dayMs, rate, chance);
  const arrivals = all.filter(({ atMs }) => atMs >= beginMs - warmUpMs);
  const bounds: Bounds = { sessionsPerServer, min: kind === 'trickle' ? 0 : 1, max };
  const simulate = (version: string, scalerOf: ScalerOf): DayFigures =>
    simulateDay({ arrivals, beginMs, chance: new Chance(seed + 1), sessionsPerServer, version, scalerOf });

  const profile = profileOf(all, firstDayMs, beginMs - warmUpMs);
  const scalers: Record<string, [version: string, ScalerOf]> = {
    [build2018]: ['1', (park, agenda) => new Build2018Scaler(park, agenda, bounds)],
    "Agones' buffer of 2 servers": ['1', (park) => new AgonesScaler(park, bounds, 2)],
  };
  for (const [name, policy] of Object.entries(ourPolicies)) {
    const fleet = fleetWith(policy, bounds);
    scalers[name] = [fleet.version, (park, agenda) => new OurScaler(park, agenda, fleet, profile)];
  }
  const policies: DayResult['policies'] = {};
  for (const [name, [version, scalerOf]] of Object.entries(scalers))
    if (!only || only.includes(name)) policies[name] = simulate(version, scalerOf);
  const span = { fromMs: beginMs, untilMs: beginMs + dayMs, min: bounds.min };
  return { kind, clairvoyantHours: clairvoyantHours(all, sessionsPerServer, span), policies };
}
