import { expect, test } from 'vitest';
import { untilWritten } from '../../lib/until-written.ts';

/** Loses so often to others before it writes. */
function writer(conflicts: number) {
  const seen = { attempts: 0 };
  const attempt = async (): Promise<number | 'again'> =>
    ++seen.attempts > conflicts ? seen.attempts : 'again';
  return { seen, attempt };
}

test('what nobody else changes is written at once', async () => {
  const { seen, attempt } = writer(0);
  expect(await untilWritten('The row', 3, attempt)).toBe(1);
  expect(seen.attempts).toBe(1);
});

test('whoever loses to others begins again, up to the last try', async () => {
  const { seen, attempt } = writer(2);
  expect(await untilWritten('The row', 3, attempt)).toBe(3);
  expect(seen.attempts).toBe(3);
});

test('whoever loses each time gives up, and says so', async () => {
  const { seen, attempt } = writer(3);
  await expect(untilWritten('The row of "blog"', 3, attempt)).rejects.toMatchObject({
    code: 'azure-unavailable',
    message: 'The row of "blog" was changed by others 3 times.',
  });
  expect(seen.attempts).toBe(3);
});

test('an answer of nothing is an answer', async () => {
  expect(await untilWritten('The row', 3, async () => undefined)).toBeUndefined();
});

test('an error is thrown on, and nothing is tried again', async () => {
  let attempts = 0;
  const failing = untilWritten('The row', 3, () => {
    attempts++;
    return Promise.reject(new Error('unreadable'));
  });
  await expect(failing).rejects.toThrow('unreadable');
  expect(attempts).toBe(1);
});
