import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import measured from '../../bench/results/cost.json' with { type: 'json' };
import { settingNames } from '../../lib/config.ts';
import { errorTable } from '../../lib/errors.ts';

const text = readFileSync('docs/operations.md', 'utf8');

function section(title: string): string {
  const [, found = ''] = new RegExp(`^## ${title}$(.*?)(?=^## |$(?![\\s\\S]))`, 'ms').exec(text) ?? [];
  return found;
}

/** The names in the first cells of a section's tables. */
const namesIn = (part: string): string[] =>
  [...part.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );

test('the runbook has every error code once, and no other', () => {
  expect(namesIn(section('Runbook')).sort()).toEqual(Object.keys(errorTable).sort());
});

test('the table of settings has every setting once, and no other', () => {
  expect(namesIn(section('Settings')).sort()).toEqual([...settingNames].sort());
});

test('the table of metrics has every metric that is told', () => {
  const code = readFileSync('lib/telemetry/metered-metrics.ts', 'utf8');
  const told = [...code.matchAll(/'(slipway\.[a-z.]+)'/g)].map(([, name]) => name);
  expect(namesIn(section('Watch')).filter((name) => /^slipway\.[a-z.]+$/.test(name))).toEqual(
    expect.arrayContaining(told),
  );
  expect(told).not.toHaveLength(0);
});

test.each(['publish', 'job'] as const)('the numbers of a %s are those that were measured', (kind) => {
  const { operations, history } = measured[kind];
  const count = (...names: string[]): number =>
    names.reduce((sum, name) => sum + ((operations as Record<string, number>)[name] ?? 0), 0);
  const row = [
    count('blob write', 'blob list'),
    count('blob read'),
    count('queue poll', 'queue other'),
    count('table'),
    Object.values(history).reduce((sum, events) => sum + events, 0),
  ];
  expect(section('What it costs')).toContain(`| a ${kind} | ${row.join(' | ')} |`);
});
