import * as df from 'durable-functions';
import type { Orchestrator } from './fakes.ts';

/** Under the registered function's own name in monitors; its source is the orchestrator's. */
export function registerOrchestrator(name: string, orchestrator: Orchestrator<never>): void {
  const run = orchestrator as Orchestrator<unknown>;
  const handler = function* (context: df.OrchestrationContext): Generator<df.Task, unknown, never> {
    return yield* run(context, context.df.getInput());
  };
  df.app.orchestration(name, handler);
}
