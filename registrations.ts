import type { ActivityDependencies } from './activities/dependencies.ts';
import { createActivities } from './activities/index.ts';
import { registerActivities, registerOrchestrators } from './lib/durable/register.ts';
import type { Telemetry } from './lib/telemetry/telemetry.ts';
import { orchestrators } from './orchestrators/index.ts';
import { atTheEnd, registerTriggers, streamAnswers, type TriggerDependencies } from './triggers/index.ts';

/** Registers every function of the app, bound to its outside world, with the Functions host that is loading it. */
export function registerApp(
  activities: ActivityDependencies,
  triggers: TriggerDependencies,
  telemetry: Telemetry,
): void {
  streamAnswers();
  registerOrchestrators(orchestrators);
  registerActivities(createActivities(activities), telemetry.tracing);
  registerTriggers(triggers);
  atTheEnd(telemetry.end);
}
