import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { sleep } from '../../lib/durable/time.ts';
import { allOf, type OrchestrationContext, type Workflow } from '../../lib/durable/workflow.ts';
import { SlipwayError } from '../../lib/errors.ts';

export type PromotionRequest = {
  site: string;
  runId: string;
  release: string;
  commit: string;
  requestedAt: string;
};

export type PromotionOutcome =
  | { kind: 'live'; changed: number }
  | { kind: 'superseded'; by: string }
  | { kind: 'refused'; message: string }
  | { kind: 'cancelled'; message: string };

/** Chunks copied at the same time. */
const chunksAtOnce = 8;

/** Rounds over the chunks that failed; each has the adapter's own retries inside. */
const copyRounds = 6;
const roundPauseSeconds = 5;

/** Pauses before asking again whether another publish of the site has finished its promotion: most take seconds. */
const shortestBusyPauseSeconds = 2;
const longestBusyPauseSeconds = 30;

/** Makes a release the live one: assets, then pages, then deletions, then the pointer. A crash anywhere is resumed. */
export function* promoteRelease(
  ctx: OrchestrationContext,
  request: PromotionRequest,
): Workflow<PromotionOutcome> {
  const act = proxyActivities(ctx, transient);
  const { site, runId } = request;

  for (let tries = 1; ; tries++) {
    const claim = yield* act.claimPromotion(request);
    if (claim.kind === 'claimed') break;
    if (claim.kind !== 'busy') return claim;
    yield* sleep(ctx, Math.min(tries * shortestBusyPauseSeconds, longestBusyPauseSeconds));
  }

  const plan = yield* act.planPromotion({ site, runId });
  if (plan.kind === 'refused') {
    yield* act.abandonPromotion({ site, runId });
    return plan;
  }
  yield* copyChunks(ctx, request, 'assets', plan.assetChunks);
  yield* copyChunks(ctx, request, 'pages', plan.pageChunks);
  yield* act.completePromotion({ site, runId });
  return { kind: 'live', changed: plan.changed };
}

/** Copies all chunks of one part, a bounded number at a time; what failed is tried again in the next round. */
function* copyChunks(
  ctx: OrchestrationContext,
  { site, runId }: PromotionRequest,
  part: 'assets' | 'pages',
  count: number,
): Workflow<void> {
  const act = proxyActivities(ctx, transient);
  let waiting = Array.from({ length: count }, (_, chunk) => chunk);
  let problem = '';
  for (let round = 1; round <= copyRounds && waiting.length > 0; round++) {
    if (round > 1) yield* sleep(ctx, roundPauseSeconds * round);
    const failed: number[] = [];
    for (let from = 0; from < waiting.length; from += chunksAtOnce) {
      const chunks = waiting.slice(from, from + chunksAtOnce);
      const results = yield* allOf(
        ctx,
        chunks.map((chunk) => act.applyPromotionChunk({ site, runId, part, chunk })),
      );
      results.forEach((result, index) => {
        if (result.kind === 'applied') return;
        failed.push(chunks[index] ?? 0);
        problem = result.message;
      });
    }
    waiting = failed;
  }
  if (waiting.length > 0) {
    throw new SlipwayError(
      'azure-unavailable',
      `Copying the ${part} of site "${site}" failed ${copyRounds} times: ${problem}`,
    );
  }
}
