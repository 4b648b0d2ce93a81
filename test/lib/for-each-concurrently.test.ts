import { expect, test } from 'vitest';
import { forEachConcurrently } from '../../lib/for-each-concurrently.ts';

test('everything is done, no more at a time than allowed', async () => {
  const done: number[] = [];
  let running = 0;
  let most = 0;
  await forEachConcurrently([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    running--;
    done.push(item);
  });
  expect(done).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
  await forEachConcurrently([], 3, () => Promise.reject(new Error('never called')));
});

test('the first failure is thrown, and nothing further begins', async () => {
  const begun: number[] = [];
  const work = forEachConcurrently([1, 2, 3, 4, 5], 2, async (item) => {
    begun.push(item);
    if (item === 2) throw new Error('two');
    await Promise.resolve();
    await Promise.resolve();
  });
  await expect(work).rejects.toThrow('two');
  expect(begun).toEqual([1, 2]);
});
