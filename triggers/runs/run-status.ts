import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { runIdOf } from '../http/run-links.ts';
import { runViewSchema } from '../views/run-view-schema.ts';
import { viewOfRun } from './read-view.ts';

/** How one run stands, in the product's words: also before its turn has come, and after its history has gone. */
export function runStatus(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'runStatus',
    method: 'GET',
    route: 'runs/{id}',
    authLevel: 'function',
    operation: {
      id: 'getRun',
      tag: 'Runs',
      summary: 'Get a run',
      visibility: 'important',
      answers: { 200: { description: 'How the run stands.', json: runViewSchema } },
      problems: ['run-unknown'],
    },
    async handle(request, runs) {
      const view = await viewOfRun(deps, runs, runIdOf(request));
      return { status: 200, headers: { 'cache-control': 'no-store' }, jsonBody: view };
    },
  };
}
