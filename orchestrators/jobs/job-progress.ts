import type { JobOutcome, JobRequest, JobStatus } from '../../contract/jobs.ts';
import { longestMessage } from '../../lib/decide/jobs/job-row.ts';
import { nowIso } from '../../lib/durable/time.ts';
import type { OrchestrationContext } from '../../lib/durable/workflow.ts';

/** Where a job stands: its custom status, set again at each phase. */
export type JobProgress = {
  enter(phase: JobStatus['phases'][number]['phase']): void;
  end(outcome: JobOutcome): void;
};

export function jobProgress(ctx: OrchestrationContext, { job }: JobRequest): JobProgress {
  let status: JobStatus = { kind: 'job', ...(job === undefined ? {} : { job }), phases: [] };
  const show = (next: JobStatus): void => {
    status = next;
    ctx.df.customStatus = status;
  };
  const enter: JobProgress['enter'] = (phase) =>
    show({ ...status, phases: [...status.phases, { phase, startedAt: nowIso(ctx) }] });
  return {
    enter,
    end(outcome) {
      enter('done');
      const said = 'message' in outcome ? outcome.message : undefined;
      const message = said === undefined ? {} : { message: said.slice(0, longestMessage) };
      show({ ...status, outcome: { kind: outcome.kind, ...message } });
    },
  };
}
