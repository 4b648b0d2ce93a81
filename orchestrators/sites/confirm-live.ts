import type { LiveObservation } from '../../contract/publishes.ts';
import type { Target } from '../../contract/sites.ts';
import { nextPollSeconds } from '../../lib/decide/containers/next-poll.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { nowMs, secondsFromNow, sleep, timerToleranceMs } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';

/** Looks at the public URL until it shows the release, for at most so many seconds, and records what it saw. */
export function* confirmLive(
  ctx: OrchestrationContext,
  { target, release, seconds }: { target: Target; release: string; seconds: number },
): Workflow<LiveObservation> {
  const act = proxyActivities(ctx, transient);
  const deadline = secondsFromNow(ctx, seconds);
  for (let looks = 0; ; looks++) {
    const seen = yield* act.checkLive({ target, release });
    if (seen.kind === 'confirmed' || nowMs(ctx) >= deadline - timerToleranceMs) return seen;
    yield* sleep(ctx, nextPollSeconds(looks));
  }
}
