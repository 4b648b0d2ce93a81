import type { JobGraphRequest, JobItemsOutcome } from '../../contract/job-items.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import { runItems } from './run-items.ts';

/** Runs jobs that need each other: each once those that it needs have succeeded. */
export function* runGraph(ctx: OrchestrationContext, request: JobGraphRequest): Workflow<JobItemsOutcome> {
  const { names, needs } = request;
  return yield* runItems(ctx, request, { kind: 'jobGraph', items: names.length, names, needs });
}
