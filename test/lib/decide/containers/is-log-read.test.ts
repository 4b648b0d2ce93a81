import { expect, test } from 'vitest';
import { isLogRead } from '../../../../lib/decide/containers/is-log-read.ts';

test.each([
  [true, 'a failure', {}, { kind: 'failed' }],
  [false, 'a success', {}, { kind: 'succeeded' }],
  [
    true,
    'a success whose last line is the output',
    { readsLogs: 'always' },
    { kind: 'succeeded', result: 1 },
  ],
  [true, 'a success without a result', { readsLogs: 'withoutResult' }, { kind: 'succeeded' }],
  [false, 'a success with one', { readsLogs: 'withoutResult' }, { kind: 'succeeded', result: null }],
  [
    false,
    'a success with a stored one',
    { readsLogs: 'withoutResult' },
    { kind: 'succeeded', storedResult: 'result-1-main' },
  ],
] as const)('%s: %s', (expected, _, request, ended) => {
  expect(isLogRead(request, ended)).toBe(expected);
});
