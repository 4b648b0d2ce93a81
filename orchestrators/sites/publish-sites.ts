import type { PublishManyOutcome, PublishManyRequest } from '../../contract/publishes.ts';
import { dealIntoLanes } from '../../lib/decide/sites/lanes.ts';
import { childOrchestration } from '../../lib/durable/child-orchestration.ts';
import { allOf, type OrchestrationContext, type Workflow } from '../../lib/durable/workflow.ts';
import { childRunId } from '../../lib/ids.ts';

/**
 * Publishes many sites, `concurrency` at a time, and sums up. Each lane publishes its share one after the other, so the bound
 * holds without racing children against each other; no site's failure touches another.
 */
export function* publishSites(
  ctx: OrchestrationContext,
  request: PublishManyRequest,
): Workflow<PublishManyOutcome> {
  const lanes = dealIntoLanes(request.sites, request.concurrency).map((sites, lane) =>
    childOrchestration(
      ctx,
      'publishLane',
      { sites, requestedAt: request.requestedAt },
      childRunId(ctx.df.instanceId, `lane-${lane}`),
    ),
  );
  const sites = (yield* allOf(ctx, lanes)).flat();
  const count = (outcome: string): number => sites.filter((site) => site.outcome === outcome).length;
  return {
    published: count('published'),
    superseded: count('superseded'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    sites,
  };
}
