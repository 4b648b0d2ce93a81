import type { InvocationContext } from '@azure/functions';
import * as df from 'durable-functions';
import { activityNames } from '../../contract/activities.ts';
import type {
  OrchestratorInput,
  OrchestratorName,
  OrchestratorResult,
} from '../../contract/orchestrators.ts';
import type { ActivityHandlers, Invocation } from '../ports/invocation.ts';
import type { Tracing } from '../ports/tracing.ts';
import { isRecorded, traceIdOf } from '../traceparent.ts';
import { carriedTrace } from './carried-trace.ts';
import { refusable } from './refusal.ts';
import { runsOf } from './runs.ts';
import type { OrchestrationContext, Workflow } from './workflow.ts';

export type OrchestratorFunctions = {
  [Name in OrchestratorName]: (
    ctx: OrchestrationContext,
    input: OrchestratorInput<Name>,
  ) => Workflow<OrchestratorResult<Name>>;
};

/** Registers every orchestrator of the contract under its own name. */
export function registerOrchestrators(orchestrators: OrchestratorFunctions): void {
  for (const [name, orchestrator] of Object.entries(orchestrators)) {
    df.app.orchestration(name, function* (ctx) {
      const run = orchestrator as (ctx: OrchestrationContext, input: unknown) => Workflow<unknown>;
      return yield* run(ctx, ctx.df.getInput());
    });
  }
}

/** Registers every activity of the contract under its own name, with what belongs to each call. */
export function registerActivities(activities: ActivityHandlers, tracing: Tracing): void {
  for (const name of activityNames) {
    const activity = activities[name] as (input: unknown, invocation: Invocation) => Promise<unknown>;
    df.app.activity(name, {
      extraInputs: [df.input.durableClient()],
      handler: (input: unknown, context: InvocationContext) =>
        refusable(() =>
          traced(tracing, name, input, context, (traceparent) =>
            activity(input, {
              runs: runsOf(context, tracing, traceparent),
              log: (line) => context.log(line),
            }),
          ),
        ),
    });
  }
}

/** A call of a run that belongs to no trace is not worth one of its own: the loops make such calls all day. */
function traced<Result>(
  tracing: Tracing,
  name: string,
  input: unknown,
  context: InvocationContext,
  work: (traceparent: string | undefined) => Promise<Result>,
): Promise<Result> {
  const carried = carriedTrace(input);
  if (carried === undefined) return work(undefined);
  return tracing.span({ name, kind: 'internal', parent: hostsSpan(context, carried) ?? carried }, work);
}

/** The host's own span of this call, where it records the same trace. */
function hostsSpan({ traceContext }: InvocationContext, carried: string): string | undefined {
  const span = traceContext?.traceParent;
  return isRecorded(span) && traceIdOf(span) === traceIdOf(carried) ? span : undefined;
}
