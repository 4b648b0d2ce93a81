export type RetryPolicy = {
  /** -1: no end. */
  maxRetryCount: number;
  /** How long to wait before the n-th retry, from 1. */
  delayMs(retry: number): number;
};

type Duration = { seconds?: number } | null | undefined;

/** Reads the `retryOptions` that an app registered; undefined when it asked for none. */
export function retryPolicy(options: unknown): RetryPolicy | undefined {
  if (typeof options !== 'object' || options === null) return undefined;
  const { maxRetryCount, retryStrategy, delayInterval, minimumInterval, maximumInterval } = options as {
    maxRetryCount?: number;
    retryStrategy?: string;
    delayInterval?: Duration;
    minimumInterval?: Duration;
    maximumInterval?: Duration;
  };
  const ms = (duration: Duration): number => Number(duration?.seconds ?? 0) * 1000;
  return {
    maxRetryCount: maxRetryCount ?? 0,
    // The real host spreads exponential delays by chance; here they are the same each time.
    delayMs: (retry) =>
      retryStrategy === 'exponentialBackoff'
        ? Math.min(ms(maximumInterval), ms(minimumInterval) * 2 ** (retry - 1))
        : ms(delayInterval),
  };
}
