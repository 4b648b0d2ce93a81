import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { packagePath } from '../oracle/package-path.ts';
import { isHttpHost } from './hosts.ts';
import { type AreaRecord, readRecord } from './record.ts';
import { runScenarios } from './run-scenarios.ts';
import { scenarios } from './scenarios/index.ts';
import { startOurs } from './start-ours.ts';
import { tableOf } from './table.ts';
import { judge } from './verdicts.ts';

/**
 * The hosts run on the real clock, as the recorded one did. What differs when all play at once may have been late only:
 * it is played again by itself, and what differs then is wrong.
 *
 * More would only wait for one another, and timers of seconds would come before what should be first. */
const atOnce = 30;
/** Some of them wait for timers of seconds, and the machine may be busy. */
const hangLimitMs = 180_000;

test.each([
  ['extension', scenarios.filter((one) => !isHttpHost(one.host))],
  ['Functions host', scenarios.filter((one) => isHttpHost(one.host))],
])(
  'answers as the real %s did, but where it means not to',
  async (_, scenarios) => {
    const records = new Map<string, AreaRecord>();
    for (const { area } of scenarios) if (!records.has(area)) records.set(area, await readRecord(area));
    const wrongOf = async (chosen: typeof scenarios, together: number) => {
      const played = await runScenarios(chosen, { start: startOurs, atOnce: together, hostsAtOnce: 3 });
      return played.flatMap((one) => {
        const verdict = judge(one, records.get(one.scenario.area) ?? {});
        return verdict.kind === 'wrong' ? [{ ...one, problems: verdict.problems }] : [];
      });
    };
    const suspects = await wrongOf(scenarios, atOnce);
    const wrong = await wrongOf(
      suspects.map(({ scenario }) => scenario),
      1,
    );
    expect(wrong.map(({ scenario, problems }) => `${scenario.name}: ${problems.join('\n  ')}`)).toEqual([]);
  },
  hangLimitMs,
);

test('every scenario has a name and a title of its own within its area', () => {
  const names = scenarios.map((one) => one.name);
  expect(new Set(names).size).toBe(names.length);
  const titles = scenarios.map((one) => `${one.area}: ${one.title}`);
  expect(new Set(titles).size).toBe(titles.length);
});

test('docs/conformance.md is up to date: npm run conformance -- --table', async () => {
  expect(await readFile(packagePath('docs/conformance.md'), 'utf8')).toBe(await tableOf(scenarios));
});
