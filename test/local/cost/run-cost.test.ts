import { expect, test } from 'vitest';
import measured from '../../../bench/results/cost.json' with { type: 'json' };
import { listPrices } from '../../../local/cost/cost-prices.ts';
import { measuredOperations } from '../../../local/cost/measured-operations.ts';
import { runCost } from '../../../local/cost/run-cost.ts';

/** As many as when a job was measured. */
const events: Record<string, number> = measured.job.history;

test('a job of a minute costs its container most of all', () => {
  const cost = runCost({ kind: 'job', vcpuSeconds: 60, memoryGbSeconds: 90, events }, listPrices);
  const amountOf = (what: string) => cost.lines.find((line) => line.what === what)?.amount;
  expect(amountOf('containers, vCPU')).toBeCloseTo(0.00081, 8);
  expect(amountOf('containers, memory')).toBeCloseTo(0.000135, 8);
  expect(amountOf('functions, calls')).toBeCloseTo(16 * 0.4e-6, 10);
  expect(amountOf('storage, table')).toBeCloseTo((measured.job.operations.table * 0.00036) / 10_000, 10);
  expect(cost.total).toBeCloseTo(
    cost.lines.reduce((sum, { amount }) => sum + amount, 0),
    12,
  );
});

test('a run of twice the events asks the storage twice', () => {
  const twice = Object.fromEntries(Object.entries(events).map(([type, count]) => [type, 2 * count]));
  const once = runCost({ kind: 'job', vcpuSeconds: 0, memoryGbSeconds: 0, events }, listPrices);
  const more = runCost({ kind: 'job', vcpuSeconds: 0, memoryGbSeconds: 0, events: twice }, listPrices);
  expect(more.lines.at(-1)?.quantity).toBe(2 * (once.lines.at(-1)?.quantity ?? 0));
});

test.each(['publish', 'job'] as const)('the numbers of a %s are those that were measured', (kind) => {
  expect(measuredOperations[kind].operations).toEqual(measured[kind].operations);
  const sum = Object.values(measured[kind].history).reduce((all, count) => all + count, 0);
  expect(measuredOperations[kind].events).toBe(sum);
});
