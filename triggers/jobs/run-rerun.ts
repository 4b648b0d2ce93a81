import { z } from 'zod';
import type { JobRequest } from '../../contract/jobs.ts';
import type { RunRecord } from '../../contract/runs.ts';
import { withoutUndefined } from '../../lib/decide/runs/without-undefined.ts';
import { SlipwayError } from '../../lib/errors.ts';
import { jobRunId } from '../../lib/ids.ts';
import { startJob } from '../../lib/jobs/start-job.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import { claimRequest } from '../http/claim-request.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { idempotencyHeader } from '../http/idempotency-header.ts';
import { readOptionalJson } from '../http/read-body.ts';
import { runIdOf, unknownRun } from '../http/run-links.ts';
import { acceptedRun } from '../runs/accepted-run.ts';
import { wholeValue } from '../runs/run-value.ts';
import { runViewSchema } from '../views/run-view-schema.ts';
import { checkEnvironment, environmentSchema } from './job-environment.ts';
import { jobBodyLimit } from './job-request.ts';

const bodySchema = z.strictObject({
  /** In place of the run's own. */
  input: z.unknown().optional(),
  /** In place of the run's own. */
  environment: environmentSchema.optional(),
});

/** The same once more: exactly what a run of a job ran, though its template may have changed since. */
export function runRerun(deps: TriggerDependencies): HttpTrigger {
  const { settings } = deps;
  return {
    name: 'runRerun',
    method: 'POST',
    route: 'runs/{id}/rerun',
    authLevel: 'function',
    operation: {
      id: 'rerunJob',
      tag: 'Jobs',
      summary: 'Run a job again',
      headers: idempotencyHeader,
      body: bodySchema,
      bodyIsOptional: true,
      answers: { 202: { description: 'The new run.', json: runViewSchema } },
      problems: ['run-unknown', 'run-forgotten', 'idempotency-mismatch'],
    },
    async handle(request, runs) {
      const body = await readOptionalJson(request, bodySchema, jobBodyLimit);
      const from = runIdOf(request);
      const before = await requestOf(deps, runs, from);
      const { job, spec } = before;
      const environment = body.environment ?? before.environment;
      checkEnvironment(spec, environment);
      const input =
        'input' in body ? body.input : (await wholeValue(deps, from, 'input', before.input))?.value;

      const { cause, requestedAt } = await claimRequest(deps, request, body);
      const id = jobRunId(job, `rerun:${from}:${cause}`);
      const { hub } = settings;
      await startJob(deps, runs, {
        id,
        request: withoutUndefined({
          hub,
          job,
          spec,
          cause: 'rerun',
          rerunOf: from,
          requestedAt,
          environment,
        }),
        input,
      });
      return acceptedRun(deps, runs, id);
    },
  };
}

/** What a run ran. Throws `run-unknown`, `run-forgotten` when nobody knows it any more, or `invalid-request` for other runs. */
async function requestOf({ runIndex }: TriggerDependencies, runs: Runs, id: string): Promise<JobRequest> {
  const record = await runs.read(id);
  if (record) return jobOf(record);
  if (!(await runIndex.read(id))) throw unknownRun(id);
  throw new SlipwayError(
    'run-forgotten',
    `The history of the run "${id}" has gone, and with it what it ran; ask for it anew by POST /api/jobs.`,
  );
}

function jobOf({ id, name, input }: RunRecord): JobRequest {
  if (name === 'runJob') return input as JobRequest;
  throw new SlipwayError('invalid-request', `"${id}" is no run of a job, and only those can be run again.`);
}
