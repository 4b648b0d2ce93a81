import { z } from 'zod';
import type { JobRequest } from '../../contract/jobs.ts';
import type { RunRecord } from '../../contract/runs.ts';
import { withoutUndefined } from '../../lib/decide/runs/without-undefined.ts';
import { SlipwayError } from '../../lib/errors.ts';
import { jobRunId } from '../../lib/ids.ts';
import { startJob } from '../../lib/jobs/start-job.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import { type ClaimedRequest, claimRequest } from '../http/claim-request.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { idempotencyHeader } from '../http/idempotency-header.ts';
import { invalid, readOptionalJson } from '../http/read-body.ts';
import { runIdOf, unknownRun } from '../http/run-links.ts';
import { acceptedRun } from '../runs/accepted-run.ts';
import { wholeValue } from '../runs/run-value.ts';
import { runViewSchema } from '../views/run-view-schema.ts';
import { checkEnvironment, environmentSchema } from './job-environment.ts';
import { jobBodyLimit } from './job-request.ts';
import { rerunMany } from './rerun-many.ts';

const bodySchema = z.strictObject({
  input: z.unknown().optional().describe("In place of the run's own."),
  environment: environmentSchema.optional().describe("In place of the run's own."),
});

/** The same once more: exactly what ran, one job or many, though its template may have changed since. */
export function runRerun(deps: TriggerDependencies): HttpTrigger {
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
      const record = await recordOf(deps, runs, runIdOf(request));
      const claim = () => claimRequest(deps, request, body);
      const isOne = record.name === 'runJob';
      if (!isOne) checkNothingChanges(body);
      const id = isOne
        ? await rerunJob(deps, runs, record, body, claim)
        : await rerunMany(deps, runs, record, await claim());
      if (id === undefined) throw forgotten(record.id);
      return acceptedRun(deps, runs, id);
    },
  };
}

async function rerunJob(
  deps: TriggerDependencies,
  runs: Runs,
  record: RunRecord,
  body: z.output<typeof bodySchema>,
  claim: () => Promise<ClaimedRequest>,
): Promise<string> {
  const from = record.id;
  const before = record.input as JobRequest;
  const { job, spec } = before;
  const environment = body.environment ?? before.environment;
  checkEnvironment(spec, environment);
  const input = 'input' in body ? body.input : (await wholeValue(deps, from, 'input', before.input))?.value;

  const { cause, requestedAt } = await claim();
  const id = jobRunId(job, `rerun:${from}:${cause}`);
  const { hub } = deps.settings;
  const request = { hub, job, spec, cause: 'rerun', rerunOf: from, requestedAt, environment };
  await startJob(deps, runs, { id, request: withoutUndefined(request), input });
  return id;
}

/** Throws `invalid-request`: each item of many has an input of its own. */
function checkNothingChanges(body: z.output<typeof bodySchema>): void {
  const issues = Object.keys(body).map((place) => ({
    place,
    problem: 'only the run of a single job can be run again with another one',
  }));
  if (issues.length > 0) throw invalid('body', issues);
}

/** Throws `run-unknown`, `run-forgotten` when nobody knows any more what ran, or `invalid-request` for runs of other things. */
async function recordOf({ runIndex }: TriggerDependencies, runs: Runs, id: string): Promise<RunRecord> {
  const record = await runs.read(id);
  if (!record) throw (await runIndex.read(id)) ? forgotten(id) : unknownRun(id);
  if (['runJob', 'runArray', 'runGraph'].includes(record.name)) return record;
  throw new SlipwayError('invalid-request', `"${id}" is no run of a job, and only those can be run again.`);
}

function forgotten(id: string): SlipwayError {
  return new SlipwayError(
    'run-forgotten',
    `The history of the run "${id}" has gone, and with it what it ran; ask for it anew by POST /api/jobs.`,
  );
}
