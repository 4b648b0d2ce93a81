import { expect, test } from 'vitest';
import { runStateOf } from '../../../lib/durable/run-state.ts';

test.each([
  ['Pending', 'active'],
  ['Running', 'active'],
  ['Suspended', 'suspended'],
  ['ContinuedAsNew', 'active'],
  ['Completed', 'ended'],
  ['Failed', 'ended'],
  ['Terminated', 'ended'],
  ['Canceled', 'ended'],
] as const)('a run that is %s is %s', (runtimeStatus, state) => {
  expect(runStateOf({ runtimeStatus })).toBe(state);
});

test('a run that the hub does not have is unknown', () => {
  expect(runStateOf(undefined)).toBe('unknown');
});
