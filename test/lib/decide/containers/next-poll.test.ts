import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextPollSeconds } from '../../../../lib/decide/containers/next-poll.ts';

test('looks soon at first and every two minutes in the end', () => {
  expect(Array.from({ length: 16 }, (_, n) => nextPollSeconds(n))).toEqual([
    3, 3, 4, 5, 7, 9, 12, 16, 21, 28, 40, 60, 60, 120, 120, 120,
  ]);
});

test('never looks again within two seconds, and never later than after two minutes', () => {
  fc.assert(
    fc.property(fc.nat(), (n) => {
      expect(nextPollSeconds(n)).toBeGreaterThanOrEqual(3);
      expect(nextPollSeconds(n)).toBeLessThanOrEqual(120);
      expect(nextPollSeconds(n + 1)).toBeGreaterThanOrEqual(nextPollSeconds(n));
    }),
  );
});

test('looks at a container that runs for a day less than 800 times', () => {
  let seconds = 0;
  let polls = 0;
  while (seconds < 86_400) seconds += nextPollSeconds(polls++);
  expect(polls).toBeLessThan(800);
});
