import { expect, test } from 'vitest';
import { runStateOf } from '../../../lib/durable/run-state.ts';
import type { RunRecord } from '../../../lib/durable/runs.ts';

const runs = (runtimeStatus?: string) => ({
  read: async () => (runtimeStatus ? ({ runtimeStatus } as RunRecord) : undefined),
});

test.each([
  ['Pending', 'active'],
  ['Running', 'active'],
  ['Suspended', 'active'],
  ['ContinuedAsNew', 'active'],
  ['Completed', 'ended'],
  ['Failed', 'ended'],
  ['Terminated', 'ended'],
  ['Canceled', 'ended'],
] as const)('a run that is %s is %s', async (runtimeStatus, state) => {
  expect(await runStateOf(runs(runtimeStatus), 'run')).toBe(state);
});

test('a run that the hub does not have is unknown', async () => {
  expect(await runStateOf(runs(), 'run')).toBe('unknown');
});
