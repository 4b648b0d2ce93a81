import { expect, test } from 'vitest';
import { isRemovalLeft } from '../../../../lib/decide/containers/is-removal-left.ts';

test.each([
  [true, 'a success whose caller asks for that', { leavesRemoval: true }, 'succeeded'],
  [false, 'a success whose caller does not', {}, 'succeeded'],
  [false, 'a failure', { leavesRemoval: true }, 'failed'],
  [false, 'a cancellation', { leavesRemoval: true }, 'cancelled'],
  [false, 'a deadline, behind which it runs on', { leavesRemoval: true }, 'deadlineExceeded'],
] as const)('%s: %s', (expected, _, request, kind) => {
  expect(isRemovalLeft(request, { kind })).toBe(expected);
});
