import type { PromotionPart } from '../../contract/releases.ts';
import type { Target } from '../../contract/sites.ts';
import { batchesOf } from '../../lib/batches-of.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { sleep } from '../../lib/durable/time.ts';
import { allOf, type OrchestrationContext, type Workflow } from '../../lib/durable/workflow.ts';
import { SlipwayError } from '../../lib/errors.ts';

/** Chunks carried out at the same time. */
const chunksAtOnce = 8;

/** Rounds over the chunks that failed; each has the adapter's own retries inside. */
const mostRounds = 6;
const roundPauseSeconds = 5;

/** Carries out all chunks of one part of a plan, a bounded number at a time; what failed is tried again in the next round. */
export function* applyChunks(
  ctx: OrchestrationContext,
  { target, runId, part, count }: { target: Target; runId: string; part: PromotionPart; count: number },
): Workflow<void> {
  const act = proxyActivities(ctx, transient);
  let waiting = Array.from({ length: count }, (_, chunk) => chunk);
  let problem = '';
  for (let round = 1; round <= mostRounds && waiting.length > 0; round++) {
    if (round > 1) yield* sleep(ctx, roundPauseSeconds * round);
    const failed: number[] = [];
    for (const chunks of batchesOf(waiting, chunksAtOnce)) {
      const results = yield* allOf(
        ctx,
        chunks.map((chunk) => act.applyPromotionChunk({ target, runId, part, chunk })),
      );
      for (const [index, result] of results.entries()) {
        if (result.kind === 'applied') continue;
        if (result.final) throw new SlipwayError('promotion-failed', result.message);
        failed.push(chunks[index] ?? 0);
        problem = result.message;
      }
    }
    waiting = failed;
  }
  if (waiting.length > 0) {
    throw new SlipwayError(
      'azure-unavailable',
      `Promoting the ${part} of site "${target.site}" failed ${mostRounds} times: ${problem}`,
    );
  }
}
