import type { RetryPolicy } from '../protocol/actions.ts';
import type { Settle } from './decision.ts';
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
  let attempts = 0;
  const tryOnce = (): void =>
    attempt((end) => {
      if (end.ok) {
        settle(end);
        return;
      }
      attempts++;
      if (attempts >= policy.maxNumberOfAttempts) {
        replay.schedule({ kind: 'timer', dueMs: replay.nowMs }, () => settle(end));
        return;
      }
      const timeoutMs = policy.retryTimeoutInMilliseconds ?? Number.POSITIVE_INFINITY;
      if (end.nonRetriable || replay.nowMs >= startedMs + timeoutMs) {
        replay.refused = true;
        const why = end.nonRetriable ? 'failed with a non-retriable error' : 'passed its retryTimeout';
        replay.note({
          trap: 'retryTimeout',
          level: 'error',
          message: `'${action.functionName}' ${why} after ${attempts} attempts: the orchestrator '${replay.facts.name}' waits for it for ever, here as on Azure. Count attempts instead.`,
        });
        settle(end);
        return;
      }
      const delayMs =
        policy.firstRetryIntervalInMilliseconds * (policy.backoffCoefficient ?? 1) ** (attempts - 1);
      const cappedMs = Math.min(delayMs, policy.maxRetryIntervalInMilliseconds ?? Number.POSITIVE_INFINITY);
      replay.schedule({ kind: 'timer', dueMs: replay.nowMs + cappedMs }, tryOnce);
    });
  tryOnce();
}
