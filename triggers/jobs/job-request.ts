import { z } from 'zod';
import { withoutUndefined } from '../../lib/decide/runs/without-undefined.ts';
import { jobRunId } from '../../lib/ids.ts';
import { startJob } from '../../lib/jobs/start-job.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import { type ClaimedRequest, claimRequest } from '../http/claim-request.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { idempotencyHeader } from '../http/idempotency-header.ts';
import { checked, readJson } from '../http/read-body.ts';
import { acceptedRun } from '../runs/accepted-run.ts';
import { runViewSchema } from '../views/run-view-schema.ts';
import { arrayBodySchema, startArrayOf } from './array-body.ts';
import { graphBodySchema, startGraphOf } from './graph-body.ts';
import { checkEnvironment } from './job-environment.ts';
import { jobTemplate } from './job-template.ts';
import { isOneTemplate, lacking, oneTemplate, templateFields } from './many-fields.ts';

/** Inputs may be large; they are kept as documents then. */
export const jobBodyLimit = 8 * 1_024 * 1_024;

const jobBodySchema = z
  .strictObject(
    {
      ...templateFields,
      input: z.unknown().optional().describe('Any JSON; containers find it in SLIPWAY_INPUT.'),
    },
    lacking('of one job; "parallelism" and "allowFailures" go with "array"'),
  )
  .refine(isOneTemplate, oneTemplate);

/** A person or a program asks for a run of a job, of an array of them or of a graph. */
export function jobRequest(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'jobRequest',
    method: 'POST',
    route: 'jobs',
    authLevel: 'function',
    operation: {
      id: 'startJob',
      tag: 'Jobs',
      summary: 'Start a job',
      description: 'Runs a job of the catalog, or any spec, once, for each of many inputs, or as a graph.',
      visibility: 'important',
      headers: idempotencyHeader,
      body: z.union([jobBodySchema, arrayBodySchema, graphBodySchema]),
      answers: { 202: { description: 'The run.', json: runViewSchema } },
      problems: ['job-unknown', 'idempotency-mismatch', 'catalog-invalid'],
    },
    async handle(request, runs) {
      const body = await readJson(request, z.looseObject({}), jobBodyLimit);
      const claim = () => claimRequest(deps, request, body);
      // By what it is about, so that mistakes are told of that form only.
      const id =
        'graph' in body
          ? await startGraphOf(deps, runs, checked(graphBodySchema, body, 'body'), claim)
          : 'array' in body
            ? await startArrayOf(deps, runs, checked(arrayBodySchema, body, 'body'), claim)
            : await startJobOf(deps, runs, checked(jobBodySchema, body, 'body'), claim);
      return acceptedRun(deps, runs, id);
    },
  };
}

async function startJobOf(
  deps: TriggerDependencies,
  runs: Runs,
  body: z.output<typeof jobBodySchema>,
  claim: () => Promise<ClaimedRequest>,
): Promise<string> {
  const template = await jobTemplate(deps, body);
  const { input, environment } = body;
  checkEnvironment(template.spec, environment);

  const { cause, requestedAt } = await claim();
  const id = jobRunId(template.job, cause);
  const { hub } = deps.settings;
  const request = withoutUndefined<Parameters<typeof startJob>[2]['request']>({
    ...{ hub, ...template, cause: 'request', requestedAt, environment },
  });
  await startJob(deps, runs, { id, request, input });
  return id;
}
