import type { ContainerOutcome } from '../../contract/containers.ts';
import type { JobOutcome, JobRequest, JobValue } from '../../contract/jobs.ts';
import { jobContainer } from '../../lib/decide/jobs/job-container.ts';
import { jobValue } from '../../lib/decide/jobs/job-value.ts';
import { outputSource, readsLogs } from '../../lib/decide/jobs/output-source.ts';
import { childOrchestration } from '../../lib/durable/child-orchestration.ts';
import { failureText } from '../../lib/durable/failure-text.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { say } from '../../lib/durable/say.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import { SlipwayError } from '../../lib/errors.ts';
import { childRunId } from '../../lib/ids.ts';
import { type JobProgress, jobProgress } from './job-progress.ts';

/** Runs one job: its containers to their end, then its output. Always returns an outcome, because others wait for it. */
export function* runJob(ctx: OrchestrationContext, request: JobRequest): Workflow<JobOutcome> {
  const progress = jobProgress(ctx, request);
  let outcome: JobOutcome;
  try {
    outcome = yield* toItsEnd(ctx, request, progress);
  } catch (error) {
    const code = error instanceof SlipwayError ? error.code : 'internal';
    const cost = { vcpuSeconds: 0, memoryGbSeconds: 0 };
    outcome = {
      kind: 'unavailable',
      code,
      message: failureText(error),
      attempts: 0,
      containers: [],
      cost,
    };
  }
  progress.end(outcome);
  yield* record(ctx, request, outcome);
  return outcome;
}

function* toItsEnd(
  ctx: OrchestrationContext,
  request: JobRequest,
  progress: JobProgress,
): Workflow<JobOutcome> {
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
    },
    childRunId(runId, 'container'),
  );
  progress.enter('collecting');
  const { output, problem } = yield* outputOf(ctx, request, ended);
  const { attempt, usage, result: _posted, ...end } = ended;
  return {
    ...end,
    attempts: attempt,
    cost: usage,
    ...(output === undefined ? {} : { output }),
    ...(problem === undefined ? {} : { outputProblem: problem }),
  };
}

function* outputOf(
  ctx: OrchestrationContext,
  { spec }: JobRequest,
  ended: ContainerOutcome,
): Workflow<{ output?: JobValue; problem?: string }> {
  const runId = ctx.df.instanceId;
  const source = outputSource(childRunId(runId, 'container'), spec, ended);
  if (!source) return {};
  const inHand = source.kind === 'value' ? jobValue(source.value) : undefined;
  if (inHand?.kind === 'inline') return { output: inHand };
  return yield* proxyActivities(ctx, transient).collectOutput({ runId, source });
}

/** Should it fail, whoever waits finds the end of this run by itself. */
function* record(ctx: OrchestrationContext, request: JobRequest, outcome: JobOutcome): Workflow<void> {
  const runId = ctx.df.instanceId;
  try {
    yield* proxyActivities(ctx, transient).endJob({ runId, request, outcome });
  } catch (error) {
    say(ctx, `job ${runId}: its end was not recorded: ${failureText(error)}`);
  }
}
