import { RetryOptions } from 'durable-functions';

/** How often an activity that throws is tried again. No total time limit is ever set: on Azure one hangs the instance. */
export type RetryPolicy = { attempts: number; firstPauseSeconds: number; longestPauseSeconds: number };

/** For effects on services that are away for moments: about four minutes in all. */
export const transient: RetryPolicy = { attempts: 8, firstPauseSeconds: 2, longestPauseSeconds: 60 };

/** For work that comes round again by itself: a few seconds, then leave it to the next time. */
export const brief: RetryPolicy = { attempts: 3, firstPauseSeconds: 2, longestPauseSeconds: 10 };

export function retryOptions(policy: RetryPolicy): RetryOptions {
  const options = new RetryOptions(policy.firstPauseSeconds * 1_000, policy.attempts);
  options.backoffCoefficient = 2;
  options.maxRetryIntervalInMilliseconds = policy.longestPauseSeconds * 1_000;
  return options;
}
