import { expect, test } from 'vitest';
import { nextLookSeconds } from '../../../../lib/decide/runs/next-look.ts';

test('looks at a run become rarer, down to one a minute', () => {
  expect([0, 1, 2, 3, 4, 5, 60].map(nextLookSeconds)).toEqual([5, 10, 20, 40, 60, 60, 60]);
});
