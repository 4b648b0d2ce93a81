import type { ActivityDependencies } from './activities/dependencies.ts';
import { createActivities } from './activities/index.ts';
import { registerActivities, registerOrchestrators } from './lib/durable/register.ts';
import { orchestrators } from './orchestrators/index.ts';
import { registerTriggers, streamAnswers, type TriggerDependencies } from './triggers/index.ts';

/** Registers every function of the app, bound to its outside world, with the Functions host that is loading it. */
export function registerApp(activities: ActivityDependencies, triggers: TriggerDependencies): void {
  streamAnswers();
  registerOrchestrators(orchestrators);
  registerActivities(createActivities(activities));
  registerTriggers(triggers);
}
