import { expect, test } from 'vitest';
import { withSection } from '../../bench/benchmarks-file.ts';
import { reportOf } from '../../bench/engine/report.ts';
import { figure, median, quantile } from '../../bench/engine/statistics.ts';
import { stepCostPlot } from '../../bench/engine/step-cost-plot.ts';

const ours = { name: 'ours', program: 'ours-library', state: 'disk', survives: 'kill -9', works: [] };
const peer = { name: 'peer', program: 'peer', state: 'disk', survives: 'kill -9', works: [] };

test('a quantile is one of the samples, whatever their order', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(quantile([9, 1, 5], 0)).toBe(1);
  expect(quantile([], 0.5)).toBeUndefined();
});

test('a figure has three digits that matter', () => {
  expect([figure(5123.4), figure(2.34567), figure(0.0123456), figure(undefined)]).toEqual([
    '5,123',
    '2.35',
    '0.0123',
    '-',
  ]);
});

test('a report has the ratio to ours, what was missed, and what was skipped', () => {
  const report = reportOf({
    machine: 'a machine',
    repeats: 1,
    results: [
      { engine: ours, samples: { stepsPerSecond: [4_000], idleMs: [2] }, problems: [], skipped: undefined },
      {
        engine: peer,
        samples: { stepsPerSecond: [1_000] },
        problems: ['fanOut: not done within 60 s'],
        skipped: undefined,
      },
      {
        engine: { ...peer, name: 'other' },
        samples: {},
        problems: [],
        skipped: 'this machine has no Postgres',
      },
    ],
  });
  expect(report).toMatch(/\| peer \| 1,000 \|.*\| 4 \|/);
  expect(report).toContain('- peer: fanOut: not done within 60 s');
  expect(report).toContain('- other: skipped, this machine has no Postgres');
  expect(report).toMatch(/steps\/s \| at least 5,000 \| 4,000 \| \*\*no\*\*/);
  expect(report).toMatch(/p50 ms \| under 4 \| 2 \| yes/);
});

test('the plot draws a line through the cost of the steps', () => {
  const stamps = Array.from({ length: 401 }, (_, step) => step * 2);
  expect(stepCostPlot(stamps, 4)).toMatch(/<polyline points="[\d., ]+"/);
});

test('a bench writes its own part of the page, and leaves the others alone', () => {
  const first = withSection('# Benchmarks\n', 'engine', 'fast');
  const both = withSection(first, 'jobs', '40 ms');
  expect(both).toBe(
    '# Benchmarks\n\n<!-- bench: engine -->\nfast\n<!-- end: engine -->\n\n<!-- bench: jobs -->\n40 ms\n<!-- end: jobs -->\n',
  );
  expect(withSection(both, 'engine', 'faster\n')).toBe(both.replace('fast', 'faster'));
});
