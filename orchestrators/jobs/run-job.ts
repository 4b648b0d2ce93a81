import type { GroupRemoval } from '../../contract/container-runs.ts';
import type { ContainerOutcome } from '../../contract/containers.ts';
import type { JobOutcome, JobRequest, JobSpec, JobValue } from '../../contract/jobs.ts';
import { containerSummaries } from '../../lib/decide/containers/container-summaries.ts';
import { noUsage } from '../../lib/decide/containers/container-usage.ts';
import { jobContainer } from '../../lib/decide/jobs/job-container.ts';
import { jobValue } from '../../lib/decide/jobs/job-value.ts';
import { outputPlace, readsLogs } from '../../lib/decide/jobs/output-place.ts';
import { childOrchestration } from '../../lib/durable/child-orchestration.ts';
import { failureText } from '../../lib/durable/failure-text.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { say } from '../../lib/durable/say.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import { SlipwayError } from '../../lib/errors.ts';
import { childRunId } from '../../lib/ids.ts';
import { type JobProgress, jobProgress } from './job-progress.ts';

/** How the job ended, and the group that is still to be removed. */
type JobEnded = { outcome: JobOutcome; removal?: GroupRemoval };

/** Runs one job: its containers to their end, then its output. Always returns an outcome, because others wait for it. */
export function* runJob(ctx: OrchestrationContext, request: JobRequest): Workflow<JobOutcome> {
  const progress = jobProgress(ctx, request);
  let ended: JobEnded;
  try {
    ended = yield* toItsEnd(ctx, request, progress);
  } catch (error) {
    ended = { outcome: unavailable(request, error) };
  }
  progress.end(ended.outcome);
  yield* record(ctx, request, ended);
  return ended.outcome;
}

/** Nothing is known any more of what the containers did: their run failed, after all that is tried again. */
function unavailable({ spec }: JobRequest, error: unknown): JobOutcome {
  return {
    kind: 'unavailable',
    code: error instanceof SlipwayError ? error.code : 'internal',
    message: failureText(error),
    attempts: 0,
    containers: containerSummaries(spec.group.containers, undefined),
    cost: noUsage,
  };
}

function* toItsEnd(
  ctx: OrchestrationContext,
  request: JobRequest,
  progress: JobProgress,
): Workflow<JobEnded> {
  const runId = ctx.df.instanceId;
  const { hub, spec, job, parent } = request;
  const reads = readsLogs(spec);

  progress.enter('running');
  const ended = yield* childOrchestration(
    ctx,
    'runContainer',
    {
      hub,
      spec: jobContainer(runId, request),
      priority: 'other',
      share: parent?.runId ?? job ?? 'jobs',
      queueDeadlineSeconds: spec.queueDeadlineSeconds,
      ...(reads ? { readsLogs: reads } : {}),
      leavesRemoval: true,
    },
    childRunId(runId, 'container'),
  );
  progress.enter('collecting');
  const { attempt, usage, result, storedResult, removal, ...end } = ended;
  const { output, problem } = yield* outputOf(ctx, request, ended);
  const outcome = {
    ...(problem === undefined ? {} : { message: problem }),
    ...end,
    attempts: attempt,
    cost: usage,
    ...(output === undefined ? {} : { output }),
  };
  return { outcome, ...(removal ? { removal } : {}) };
}

type Collected = { output?: JobValue; problem?: string };

/** A job keeps its end whatever becomes of its output; only one that was asked for is missed. */
function* outputOf(
  ctx: OrchestrationContext,
  { spec }: JobRequest,
  ended: ContainerOutcome,
): Workflow<Collected> {
  const runId = ctx.df.instanceId;
  const place = outputPlace(childRunId(runId, 'container'), spec, ended);
  if (place.kind === 'none') return missing(spec, place.problem);
  if (place.kind === 'value') {
    const output = jobValue(place.value);
    if (output.kind === 'inline') return { output };
  }
  try {
    const found = yield* proxyActivities(ctx, transient).collectOutput({ runId, source: place });
    return 'output' in found ? found : missing(spec, found.problem);
  } catch (error) {
    return { problem: `The output could not be read: ${failureText(error)}` };
  }
}

function missing({ output: rule }: JobSpec, problem?: string): Collected {
  return rule && problem !== undefined ? { problem } : {};
}

/** Should it fail, whoever waits finds the end of this run by itself. */
function* record(ctx: OrchestrationContext, request: JobRequest, ended: JobEnded): Workflow<void> {
  const runId = ctx.df.instanceId;
  try {
    yield* proxyActivities(ctx, transient).endJob({ runId, request, ...ended });
  } catch (error) {
    say(ctx, `job ${runId}: its end was not recorded: ${failureText(error)}`);
  }
}
