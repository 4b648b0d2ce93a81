import type { PublishLaneRequest, PublishOutcome, SiteSummary } from '../../contract/publishes.ts';
import { childOrchestration } from '../../lib/durable/child-orchestration.ts';
import { failureText } from '../../lib/durable/failure-text.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import { childRunId } from '../../lib/ids.ts';

/** Publishes the sites of one lane, one after the other. */
export function* publishLane(
  ctx: OrchestrationContext,
  request: PublishLaneRequest,
): Workflow<SiteSummary[]> {
  const summaries: SiteSummary[] = [];
  for (const site of request.sites) {
    const runId = childRunId(ctx.df.instanceId, site);
    try {
      const publish = {
        site,
        ref: { kind: 'branchHead' },
        requestedAt: request.requestedAt,
        cause: 'batch',
      } as const;
      summaries.push({
        site,
        runId,
        ...summaryOf(yield* childOrchestration(ctx, 'publishSite', publish, runId)),
      });
    } catch (error) {
      // publishSite returns its failures; only a child that the engine itself failed comes here.
      summaries.push({ site, runId, outcome: 'failed', message: failureText(error) });
    }
  }
  return summaries;
}

function summaryOf(outcome: PublishOutcome): Pick<SiteSummary, 'outcome' | 'message'> {
  return 'message' in outcome
    ? { outcome: outcome.kind, message: outcome.message }
    : { outcome: outcome.kind };
}
