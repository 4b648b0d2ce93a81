import {
  type ActivityInput,
  type ActivityName,
  type ActivityResult,
  activityNames,
} from '../../contract/activities.ts';
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
  const schedule = (name: ActivityName) => (input: unknown) =>
    new Step(ctx.df.callActivityWithRetry(name, options, withTrace(input, trace)));
  return Object.fromEntries(activityNames.map((name) => [name, schedule(name)])) as unknown as ActivityProxy;
}
