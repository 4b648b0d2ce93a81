import { type Difference, differences } from './compare.ts';
import { deliberate } from './deliberate.ts';
import type { AreaRecord } from './record.ts';
import type { Played } from './run-scenarios.ts';

export type Verdict =
  | { kind: 'equal' }
  | { kind: 'different'; why: string[] }
  | { kind: 'wrong'; problems: string[] };

/** Holds what a scenario saw against the record. */
export function judge({ scenario, seen, error }: Played, record: AreaRecord): Verdict {
  if (error) return { kind: 'wrong', problems: [error.message] };
  const real = record[scenario.name];
  if (!real) return { kind: 'wrong', problems: ['It was never recorded: npm run conformance -- --record'] };
  const meant = deliberate.filter((one) => one.scenarios.includes(scenario.name));
  const found = differences(real.seen, seen);
  const explained = new Set(meant.filter((one) => found.some((difference) => covers(one.at, difference))));
  const problems = found
    .filter((difference) => !meant.some((one) => covers(one.at, difference)))
    .map(({ at, real: there, here }) => `${at}: ${shown(there)} on Azure, ${shown(here)} here`);
  const stale = meant
    .filter((one) => !explained.has(one))
    .map((one) => `deliberate.ts names a difference at ${one.at.join(', ')} that is not there`);
  if (problems.length + stale.length > 0) return { kind: 'wrong', problems: [...problems, ...stale] };
  return explained.size === 0
    ? { kind: 'equal' }
    : { kind: 'different', why: [...explained].map((one) => one.why) };
}

function covers(places: readonly string[], { at }: Difference): boolean {
  return places.some((place) => at === place || at.startsWith(`${place}/`));
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 300 ? `${text.slice(0, 300)} …` : text;
}
