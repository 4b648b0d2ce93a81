import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { runIdOf, unknownRun } from '../http/run-links.ts';
import { runViewSchema } from '../views/run-view-schema.ts';
import { viewOfRecord, viewOfRow } from './read-view.ts';

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
      const id = runIdOf(request);
      const record = await runs.read(id);
      const row = record ? undefined : await deps.runIndex.read(id);
      const view = record
        ? await viewOfRecord(deps, runs, record)
        : row && (await viewOfRow(deps, runs, row));
      if (!view) throw unknownRun(id);
      const { id: _id, ...durable } = record ? runs.managementLinks(id) : {};
      const links = record ? { ...view.links, durable } : view.links;
      return { status: 200, headers: { 'cache-control': 'no-store' }, jsonBody: { ...view, links } };
    },
  };
}
