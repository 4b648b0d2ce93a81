import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { z } from 'zod';
import type { JobOutcome, JobRequest, JobValue } from '../../contract/jobs.ts';
import type { RunRecord, RunRow } from '../../contract/runs.ts';
import { isAlive } from '../../lib/decide/is-alive.ts';
import { runKind } from '../../lib/decide/runs/run-view.ts';
import { SlipwayError } from '../../lib/errors.ts';
import type { RunValue } from '../../lib/ports/run-documents.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { runIdOf, unknownRun } from '../http/run-links.ts';

/** What went into a job, or came out of it: whole, however big it is. */
export function runValue(deps: TriggerDependencies, which: RunValue): HttpTrigger {
  return {
    name: which === 'input' ? 'runInput' : 'runOutput',
    method: 'GET',
    route: `runs/{id}/${which}`,
    authLevel: 'function',
    operation: {
      id: which === 'input' ? 'getRunInput' : 'getRunOutput',
      tag: 'Runs',
      summary: `Get the ${which} of a job`,
      answers: { 200: { description: 'Any JSON, whole.', json: z.unknown() } },
      problems: ['run-unknown', 'value-missing'],
    },
    handle: (request, runs) => answerValue(deps, runs, request, which),
  };
}

async function answerValue(
  deps: TriggerDependencies,
  runs: Runs,
  request: HttpRequest,
  which: RunValue,
): Promise<HttpResponseInit> {
  const id = runIdOf(request);
  const record = await runs.read(id);
  const row = record ? undefined : await deps.runIndex.read(id);
  const kind = record ? runKind(record.name) : row?.kind;
  if (!kind) throw unknownRun(id);
  const found = await wholeValue(deps, id, which, knownValue(record, row, which));
  if (found) return valueAnswer(found.value);
  const none = `The run "${id}" has no ${which}`;
  if (kind === 'jobArray' || kind === 'jobGraph')
    throw valueMissing(`${none}; its items have, which GET /api/runs/${id}/items names.`);
  const isToCome = which === 'output' && isAlive(await runs.stateOf(id));
  throw valueMissing(isToCome ? `${none} yet; it has not ended.` : `${none}.`);
}

function valueMissing(detail: string): SlipwayError {
  return new SlipwayError('value-missing', detail);
}

/** As JSON, also a text or null. */
export function valueAnswer(value: unknown): HttpResponseInit {
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: JSON.stringify(value),
  };
}

/** A value of a run, from its document where it is not at hand. */
export async function wholeValue(
  { documents }: Pick<TriggerDependencies, 'documents'>,
  id: string,
  which: RunValue,
  known: JobValue | undefined,
): Promise<{ value: unknown } | undefined> {
  return known?.kind === 'inline' ? known : documents.readValue(id, which);
}

/** What the run itself, or its row when its history has gone, says of the value. */
function knownValue(
  record: RunRecord | undefined,
  row: RunRow | undefined,
  which: RunValue,
): JobValue | undefined {
  if (record?.name === 'runJob') {
    const { input } = (record.input ?? {}) as Partial<JobRequest>;
    const { output } = (record.output ?? {}) as Partial<JobOutcome>;
    return { input, output }[which];
  }
  return which === 'output' ? row?.output : undefined;
}
