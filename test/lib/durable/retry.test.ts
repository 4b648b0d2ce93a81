import { describe, expect, test } from 'vitest';
import { brief, retryOptions, transient } from '../../../lib/durable/retry.ts';

describe('retry options', () => {
  test.each([
    ['transient', transient, 8, 2_000, 60_000],
    ['brief', brief, 3, 2_000, 10_000],
  ])('of the policy %s count attempts with growing pauses', (_name, policy, attempts, first, longest) => {
    expect(retryOptions(policy)).toMatchObject({
      maxNumberOfAttempts: attempts,
      firstRetryIntervalInMilliseconds: first,
      backoffCoefficient: 2,
      maxRetryIntervalInMilliseconds: longest,
    });
  });

  test.each([['transient', transient] as const, ['brief', brief] as const])(
    'of the policy %s have no limit of time, because one hangs the instance on Azure',
    (_name, policy) => {
      expect(retryOptions(policy).retryTimeoutInMilliseconds).toBeUndefined();
    },
  );

  test('of the policy transient go on for about four minutes', () => {
    let seconds = 0;
    for (let n = 0; n < transient.attempts - 1; n++) {
      seconds += Math.min(transient.firstPauseSeconds * 2 ** n, transient.longestPauseSeconds);
    }
    expect(seconds).toBeGreaterThan(150);
    expect(seconds).toBeLessThan(270);
  });
});
