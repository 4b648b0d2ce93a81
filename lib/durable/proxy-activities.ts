import type { ActivityInput, ActivityName, ActivityResult } from '../../contract/activities.ts';
import { carriedTrace, withTrace } from './carried-trace.ts';
import { type RetryPolicy, retryOptions } from './retry.ts';
import { type OrchestrationContext, Step } from './workflow.ts';

export type ActivityProxy = {
  [Name in ActivityName]: (input: ActivityInput<Name>) => Step<ActivityResult<Name>>;
};

/** Every activity as a function that schedules it, retried by `policy` when it throws. */
export function proxyActivities(ctx: OrchestrationContext, policy: RetryPolicy): ActivityProxy {
  const options = retryOptions(policy);
  const trace = carriedTrace(ctx.df.getInput());
  const schedule = (name: string) => (input: unknown) =>
    new Step(ctx.df.callActivityWithRetry(name, options, withTrace(input, trace)));
  // Not an object of all activities: an orchestrator is replayed often, and calls a few of them.
  return new Proxy({} as ActivityProxy, { get: (_activities, name) => schedule(String(name)) });
}
