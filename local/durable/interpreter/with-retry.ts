import type { RetryPolicy } from '../protocol/actions.ts';
import type { Settle, TaskEnd } from './decision.ts';
import { RefusedCall } from './refuse.ts';
import type { Replay } from './replay.ts';

const noInterval =
  "Invalid interval.  Specify a TimeSpan value greater then TimeSpan.Zero. (Parameter 'firstRetryInterval')";

/**
 * Attempts and the timers between them. The code only hears of the end: it learns of it from a timer that follows
 * the last attempt too, which fires at once. When `retryTimeout` has passed or a wait comes to nothing there is no
 * such timer and the code waits for ever, as on Azure.
 */
export function withRetry(
  replay: Replay,
  action: { functionName: string; retryOptions: RetryPolicy },
  attempt: (settle: Settle) => void,
  settle: Settle,
): void {
  const policy = action.retryOptions;
  const startedMs = replay.nowMs;
  // Intervals are whole milliseconds there.
  if (Math.trunc(policy.firstRetryIntervalInMilliseconds) <= 0) throw new RefusedCall(noInterval);
  replay.retrying++;
  const end = (result: TaskEnd): void => {
    replay.retrying--;
    settle(result);
  };
  let attempts = 0;
  const giveUp = (result: TaskEnd, why: string): void => {
    replay.refused = true;
    replay.note({
      trap: 'retryTimeout',
      level: 'error',
      message: `'${action.functionName}' ${why} after ${attempts} attempts: the orchestrator '${replay.facts.name}' waits for it for ever, here as on Azure. Count attempts instead.`,
    });
    end(result);
  };
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
        giveUp(result, result.nonRetriable ? 'failed with a non-retriable error' : 'passed its retryTimeout');
        return;
      }
      const delayMs =
        policy.firstRetryIntervalInMilliseconds * (policy.backoffCoefficient ?? 1) ** (attempts - 1);
      const cappedMs = Math.min(delayMs, policy.maxRetryIntervalInMilliseconds ?? Number.POSITIVE_INFINITY);
      if (cappedMs === 0) {
        giveUp(result, 'had to wait for no time');
        return;
      }
      replay.schedule({ kind: 'timer', dueMs: replay.nowMs + cappedMs }, tryOnce);
    });
  if (policy.maxNumberOfAttempts > 0) tryOnce();
  else giveUp({ ok: false, nonRetriable: false }, 'is never tried');
}
