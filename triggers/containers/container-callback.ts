import { z } from 'zod';
import type { ContainerRunStatus } from '../../contract/container-runs.ts';
import type { RunRecord } from '../../contract/runs.ts';
import { containerReportSchema, reportLimit } from '../../lib/container-report.ts';
import { jobValue } from '../../lib/decide/jobs/job-value.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readJson } from '../http/read-body.ts';
import { unknownRun } from '../http/run-links.ts';
import { Allowance } from './allowance.ts';
import { bearerToken, isListening } from './container-request.ts';

/** Each report that a run hears stays in its history, which every turn reads: a container in a loop must not fill it. */
const reportsOf = {
  progress: { most: 60, everySeconds: 30 },
  ended: { most: 20, everySeconds: 60 },
} as const;

const acceptedSchema = z.object({ accepted: z.boolean(), message: z.string().optional() });

/** Containers report here, each with a token for its own run and attempt. The run takes the first final report of an attempt. */
export function containerCallback(deps: TriggerDependencies): HttpTrigger {
  const allowances = {
    progress: new Allowance(deps.clock, reportsOf.progress),
    ended: new Allowance(deps.clock, reportsOf.ended),
  };
  return {
    name: 'containerCallback',
    method: 'POST',
    route: 'callbacks/{instanceId}',
    authLevel: 'anonymous',
    operation: {
      id: 'reportFromContainer',
      tag: 'Callbacks',
      summary: 'Report progress or the end of a container',
      visibility: 'internal',
      body: containerReportSchema,
      answers: {
        200: { description: 'The run is not told: it has ended, or has heard enough.', json: acceptedSchema },
        202: { description: 'The run is told.', json: acceptedSchema },
      },
      problems: ['token-missing', 'token-invalid', 'token-expired', 'run-unknown'],
    },
    async handle(request, runs) {
      const id = request.params.instanceId ?? '';
      const { attempt, container } = await deps.tokens.verify(bearerToken(request), id);
      const report = await readJson(request, containerReportSchema, reportLimit);

      const from = { attempt, container };
      const allowance = allowances[report.kind];
      const sender = [id, attempt, container].join('/');
      if (!allowance.isLeft(sender)) {
        return {
          status: 200,
          jsonBody: { accepted: false, message: 'That were too many reports in a short time.' },
        };
      }
      // Told while the run is looked up: one that has ended hears nothing, and the look is for the answer.
      const [listens, told] = await Promise.all([isListening(runs, id), tellSmall(runs, id, from, report)]);
      if (!listens) {
        return { status: 200, jsonBody: { accepted: false, message: `The run "${id}" has ended.` } };
      }
      const raised = told ?? (await tell(deps, runs, id, from, report));
      if (raised === 'unknown') throw unknownRun(id);
      // What failed is sent again, and has taken nothing.
      allowance.take(sender);
      return { status: 202, jsonBody: { accepted: true } };
    },
  };
}

type Report = z.output<typeof containerReportSchema>;
type Sender = { attempt: number; container: string | undefined };

/** A final report that an event can carry; undefined for another. */
async function tellSmall(
  runs: Runs,
  id: string,
  from: Sender,
  report: Report,
): Promise<'raised' | 'unknown' | undefined> {
  if (report.kind === 'progress') return undefined;
  const { exitCode, message, result } = report;
  if (result !== undefined && jobValue(result).kind !== 'inline') return undefined;
  return runs.raise(id, 'containerEnded', { ...from, exitCode, message, result });
}

/** Anything else: a step that is shown already is not told again, and a large result is kept as a document. */
async function tell(
  { documents }: TriggerDependencies,
  runs: Runs,
  id: string,
  from: Sender,
  report: Report,
): Promise<'raised' | 'unknown'> {
  const { message } = report;
  if (report.kind === 'progress') {
    const { attempt } = from;
    const { step } = report;
    // A container that says the same again and again would make a history that is slow to replay.
    if (showsStep(await runs.read(id), attempt, step)) return 'raised';
    return runs.raise(id, 'containerProgress', { attempt, step, message });
  }
  const { exitCode, result } = report;
  const storedResult = `result-${from.attempt}-${from.container ?? 'main'}` as const;
  // The run takes the first report, so that stays.
  if (!(await documents.readValue(id, storedResult))) await documents.writeValue(id, storedResult, result);
  return runs.raise(id, 'containerEnded', { ...from, exitCode, message, storedResult });
}

function showsStep(record: RunRecord | undefined, attempt: number, step: string): boolean {
  const shown = (record?.customStatus ?? {}) as Partial<ContainerRunStatus>;
  return shown.state === 'running' && shown.attempt === attempt && shown.step === step;
}
