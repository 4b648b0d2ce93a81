import type { RetryPolicy } from '../protocol/actions.ts';
import type { Settle, TaskEnd } from './decision.ts';
import type { Replay } from './replay.ts';

/**
 * Attempts and the timers between them. The code only hears of the end: it learns of it from a timer that follows
 * the last attempt too, which fires at once. When `retryTimeout` has passed there is no such timer and the code
 * waits for ever, as on Azure.
 */
export function withRetry(
  replay: Replay,
  action: { functionName: string; retryOptions: RetryPolicy },
  attempt: (settle: Settle) => void,
  settle: Settle,
): void {
  const policy = action.retryOptions;
  const startedMs = replay.nowMs;
  replay.retrying++;
  const end = (result: TaskEnd): void => {
    replay.retrying--;
    settle(result);
  };
  let attempts = 0;
  const tryOnce = (): void =>
    attempt((result) => {
      if (result.ok) {
        end(result);
        return;
      }
      attempts++;
      if (attempts >= policy.maxNumberOfAttempts) {
        replay.schedule({ kind: 'timer', dueMs: replay.nowMs }, () => end(result));
        return;
      }
      const timeoutMs = policy.retryTimeoutInMilliseconds ?? Number.POSITIVE_INFINITY;
      if (result.nonRetriable || replay.nowMs >= startedMs + timeoutMs) {
        replay.refused = true;
        const why = result.nonRetriable ? 'failed with a non-retriable error' : 'passed its retryTimeout';
        replay.note({
          trap: 'retryTimeout',
          level: 'error',
          message: `'${action.functionName}' ${why} after ${attempts} attempts: the orchestrator '${replay.facts.name}' waits for it for ever, here as on Azure. Count attempts instead.`,
        });
        end(result);
        return;
      }
      const delayMs =
        policy.firstRetryIntervalInMilliseconds * (policy.backoffCoefficient ?? 1) ** (attempts - 1);
      const cappedMs = Math.min(delayMs, policy.maxRetryIntervalInMilliseconds ?? Number.POSITIVE_INFINITY);
      replay.schedule({ kind: 'timer', dueMs: replay.nowMs + cappedMs }, tryOnce);
    });
  tryOnce();
}
