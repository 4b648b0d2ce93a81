import { z } from 'zod';
import type { Job } from '../../contract/jobs.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { jobTemplateSchema } from '../views/job-view-schemas.ts';

/** The jobs of the catalog, by name. */
export function jobList(deps: TriggerDependencies): HttpTrigger {
  const { catalogs, settings } = deps;
  return {
    name: 'jobList',
    method: 'GET',
    route: 'jobs',
    authLevel: 'function',
    operation: {
      id: 'listJobs',
      tag: 'Jobs',
      summary: 'List the jobs of the catalog',
      answers: { 200: { description: 'By name.', json: z.object({ jobs: z.array(jobTemplateSchema) }) } },
      problems: ['catalog-invalid'],
    },
    async handle() {
      const jobs = [...(await catalogs.jobs())].sort((one, other) => (one.name < other.name ? -1 : 1));
      return {
        status: 200,
        headers: { 'cache-control': 'no-store' },
        jsonBody: { jobs: jobs.map((job) => jobView(job, settings.publicUrl)) },
      };
    },
  };
}

/** Secrets stand in it by name only. */
export function jobView({ name, spec, triggers }: Job, publicUrl: string) {
  const links = { self: `${publicUrl}/api/jobs/${name}`, runs: `${publicUrl}/api/runs?kind=job&job=${name}` };
  return { name, spec, triggers, links };
}
