import type { ActivityResult } from '../../contract/activities.ts';
import type { PromotionPart } from '../../contract/releases.ts';
import type { Site, Target } from '../../contract/sites.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { say } from '../../lib/durable/say.ts';
import { nowMs, secondsFromNow, sleep, timerToleranceMs } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import { applyChunks } from './apply-chunks.ts';

export type PromotionRequest = {
  site: Pick<Site, 'maxDeletions' | 'assetGraceMinutes'>;
  target: Target;
  runId: string;
  release: string;
  commit: string;
  requestedAt: string;
  force: boolean;
  deleteAssetsAtOnce: boolean;
  /** Called when live files begin to change: from here on it is too late to cancel. */
  onBegin: () => void;
};

export type PromotionOutcome =
  | { kind: 'live'; changed: number; needsPurge: boolean }
  | { kind: 'superseded'; by: string }
  | { kind: 'busy'; message: string }
  | { kind: 'refused'; message: string }
  | { kind: 'cancelled'; message: string };

/** Pauses before asking again whether another run of the target has finished: most take seconds, and a cancellation is seen then. */
const shortestBusyPauseSeconds = 2;
const longestBusyPauseSeconds = 15;

/** Longer than a suspended run holds its claim. */
const longestBusyMinutes = 11;

const parts: readonly PromotionPart[] = ['assets', 'pages', 'removals'];

/** Makes a release the live one: assets, then pages, then deletions, then the pointer. A crash anywhere is resumed. */
export function* promoteRelease(
  ctx: OrchestrationContext,
  request: PromotionRequest,
): Workflow<PromotionOutcome> {
  const act = proxyActivities(ctx, transient);
  const { target, runId, release } = request;
  const mine = { target, runId };
  const claim = yield* claimTarget(ctx, request);
  if (claim.kind !== 'claimed') return claim;

  const plan = yield* planChanges(ctx, request);
  if (plan.kind !== 'planned') {
    say(ctx, `promotion ${target.site}: ${release} is ${plan.kind}: ${plan.message}`);
    yield* act.abandonPromotion(mine);
    return plan;
  }

  request.onBegin();
  const counts = parts.map((part) => `${plan.chunks[part]} of ${part}`).join(', ');
  say(ctx, `promotion ${target.site}: ${release} changes ${plan.changed} files, in chunks: ${counts}`);
  for (const part of parts) yield* applyChunks(ctx, { ...mine, part, count: plan.chunks[part] });
  const { needsPurge } = yield* act.completePromotion(mine);
  say(ctx, `promotion ${target.site}: ${release} is live`);
  return { kind: 'live', changed: plan.changed, needsPurge };
}

/** Waits until this run alone may change the live files; bounded, and cancelled within seconds. */
function* claimTarget(
  ctx: OrchestrationContext,
  { target, runId, release, commit, requestedAt }: PromotionRequest,
): Workflow<{ kind: 'claimed' } | Exclude<PromotionOutcome, { kind: 'live' | 'refused' }>> {
  const act = proxyActivities(ctx, transient);
  const deadline = secondsFromNow(ctx, longestBusyMinutes * 60);
  for (let tries = 1; ; tries++) {
    const claim = yield* act.claimPromotion({ target, runId, release, commit, requestedAt });
    if (claim.kind !== 'busy') return claim;
    if (nowMs(ctx) >= deadline - timerToleranceMs) {
      const message = `Run "${claim.runId}" holds site "${target.site}" and has not come to its end in ${longestBusyMinutes} minutes; look at it, end it, and publish again.`;
      return { kind: 'busy', message };
    }
    if (tries === 1) say(ctx, `promotion ${target.site}: ${release} waits for run ${claim.runId}`);
    yield* sleep(ctx, Math.min(tries * shortestBusyPauseSeconds, longestBusyPauseSeconds));
  }
}

/** Gives the claim back when no plan can be made: nothing is touched, so nobody has to repair anything. */
function* planChanges(
  ctx: OrchestrationContext,
  { site, target, runId, force, deleteAssetsAtOnce }: PromotionRequest,
): Workflow<ActivityResult<'planPromotion'>> {
  const act = proxyActivities(ctx, transient);
  const { maxDeletions, assetGraceMinutes } = site;
  try {
    const rules = { maxDeletions, assetGraceMinutes, force, deleteAssetsAtOnce };
    return yield* act.planPromotion({ target, runId, ...rules });
  } catch (error) {
    yield* act.abandonPromotion({ target, runId });
    throw error;
  }
}
