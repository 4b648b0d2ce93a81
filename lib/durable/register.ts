import type { InvocationContext } from '@azure/functions';
import * as df from 'durable-functions';
import { activityNames } from '../../contract/activities.ts';
import type {
  OrchestratorInput,
  OrchestratorName,
  OrchestratorResult,
} from '../../contract/orchestrators.ts';
import type { ActivityHandlers, Invocation } from '../ports/invocation.ts';
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
export function registerActivities(activities: ActivityHandlers): void {
  for (const name of activityNames) {
    const activity = activities[name] as (input: unknown, invocation: Invocation) => Promise<unknown>;
    df.app.activity(name, {
      extraInputs: [df.input.durableClient()],
      handler: (input: unknown, context: InvocationContext) =>
        refusable(() => activity(input, { runs: runsOf(context), log: (line) => context.log(line) })),
    });
  }
}
