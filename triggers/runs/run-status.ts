import { runView } from '../../lib/decide/runs/run-view.ts';
import { childRunId } from '../../lib/ids.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { knownRun, runLinks, unknownRun } from '../http/run-links.ts';
import { siteRunsOf } from './site-runs.ts';

/** How one run stands, in the product's words. */
export function runStatus(deps: TriggerDependencies): HttpTrigger {
  const { clock, settings } = deps;
  return {
    name: 'runStatus',
    method: 'GET',
    route: 'runs/{id}',
    authLevel: 'function',
    async handle(request, runs) {
      const record = await knownRun(runs, request.params.id);
      const { id: _id, ...durable } = runs.managementLinks(record.id);
      const view = runView({
        record,
        container:
          record.name === 'publishSite' ? await runs.read(childRunId(record.id, 'container')) : undefined,
        siteRuns: siteRunsOf(record),
        now: clock.now().toISOString(),
        links: { ...runLinks(settings.publicUrl, record.id), durable },
      });
      if (!view) throw unknownRun(record.id);
      return { status: 200, headers: { 'cache-control': 'no-store' }, jsonBody: view };
    },
  };
}
