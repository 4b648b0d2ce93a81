import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { jobTemplateSchema } from '../views/job-view-schemas.ts';
import { jobView } from './job-list.ts';
import { knownJob } from './job-template.ts';

/** One job of the catalog, as the next run of it would have it. */
export function jobShow(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'jobShow',
    method: 'GET',
    route: 'jobs/{job}',
    authLevel: 'function',
    operation: {
      id: 'getJob',
      tag: 'Jobs',
      summary: 'Get a job of the catalog',
      answers: { 200: { description: 'With its whole spec.', json: jobTemplateSchema } },
      problems: ['job-unknown', 'catalog-invalid'],
    },
    async handle(request) {
      const job = await knownJob(deps, request.params.job ?? '');
      return {
        status: 200,
        headers: { 'cache-control': 'no-store' },
        jsonBody: jobView(job, deps.settings.publicUrl),
      };
    },
  };
}
