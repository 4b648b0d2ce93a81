import { z } from 'zod';
import { jobSpecSchema } from '../../lib/catalog/jobs/job-spec-schema.ts';
import { withoutUndefined } from '../../lib/decide/runs/without-undefined.ts';
import { jobRunId } from '../../lib/ids.ts';
import { startJob } from '../../lib/jobs/start-job.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import { claimRequest } from '../http/claim-request.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readJson } from '../http/read-body.ts';
import { acceptedRun } from '../runs/accepted-run.ts';
import { checkEnvironment, environmentSchema } from './job-environment.ts';
import { jobTemplate } from './job-template.ts';

/** Inputs may be large; they are kept as documents then. */
export const jobBodyLimit = 8 * 1_024 * 1_024;

const bodySchema = z
  .strictObject({
    /** A job of the catalog. */
    job: z.string().min(1).optional(),
    /** A job that is in no catalog. */
    spec: jobSpecSchema.optional(),
    /** Any JSON; containers find it in SLIPWAY_INPUT. */
    input: z.unknown().optional(),
    environment: environmentSchema.optional(),
  })
  .refine(({ job, spec }) => (job === undefined) !== (spec === undefined), {
    error:
      'give either "job", the name of one in the catalog, or "spec", such as {"containers": [{"name": "main", "image": "demo/x:1"}]}',
  });

/** A person or a program asks for a run of a job. */
export function jobRequest(deps: TriggerDependencies): HttpTrigger {
  const { settings } = deps;
  return {
    name: 'jobRequest',
    method: 'POST',
    route: 'jobs',
    authLevel: 'function',
    async handle(request, runs) {
      const body = await readJson(request, bodySchema, jobBodyLimit);
      const template = await jobTemplate(deps, body);
      const { input, environment } = body;
      checkEnvironment(template.spec, environment);

      const { cause, requestedAt } = await claimRequest(deps, request, body);
      const id = jobRunId(template.job, cause);
      await startJob(deps, runs, {
        id,
        request: withoutUndefined({
          hub: settings.hub,
          ...template,
          cause: 'request',
          requestedAt,
          environment,
        }),
        input,
      });
      return acceptedRun(deps, runs, id);
    },
  };
}
