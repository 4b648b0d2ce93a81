import type { Clock } from '../../clock.ts';
import type { TypedData } from '../../typed-data.ts';
import type { Dispatcher } from '../dispatcher.ts';
import type { HostFunction } from '../host-function.ts';
import type { RetryContext } from '../worker/core-types.ts';

/** Runs a function, again and again as its policy says; rejects with the last error, or when the host stops meanwhile. */
export async function dispatchWithRetry(
  dispatcher: Dispatcher,
  target: HostFunction,
  trigger: TypedData,
  clock: Clock,
  stopping: AbortSignal,
): Promise<void> {
  const { maxRetryCount = 0, delayMs = () => 0 } = target.retry ?? {};
  let retryContext: RetryContext | undefined;
  for (let retryCount = 1; ; retryCount += 1) {
    try {
      await dispatcher.dispatch(target, { trigger, ...(retryContext && { retryContext }) });
      return;
    } catch (error) {
      if (maxRetryCount >= 0 && retryCount > maxRetryCount) throw error;
      const { message, stack = '' } = error as Error;
      retryContext = { retryCount, maxRetryCount, exception: { source: '', stackTrace: stack, message } };
      await sleep(clock, delayMs(retryCount), stopping);
    }
  }
}

function sleep(clock: Clock, durationMs: number, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = clock.at(clock.now() + durationMs, () => {
      stopping.removeEventListener('abort', abort);
      resolve();
    });
    const abort = (): void => {
      cancel();
      reject(new Error('The host stops.'));
    };
    if (stopping.aborted) abort();
    else stopping.addEventListener('abort', abort, { once: true });
  });
}
