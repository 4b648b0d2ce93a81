import type { JobArrayRequest, JobItemsOutcome } from '../../contract/job-items.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import { runItems } from './run-items.ts';

/** Runs one template with many inputs. */
export function* runArray(ctx: OrchestrationContext, request: JobArrayRequest): Workflow<JobItemsOutcome> {
  const { items, allowFailures } = request;
  return yield* runItems(ctx, request, { kind: 'jobArray', items, allowFailures });
}
