import type { HttpResponseInit } from '@azure/functions';
import { z } from 'zod';
import type { ContainerRunRequest } from '../../contract/container-runs.ts';
import type { RunRecord } from '../../contract/runs.ts';
import { containerNames, followLogs, readLogs } from '../../lib/containers/run-logs.ts';
import { runKind } from '../../lib/decide/runs/run-view.ts';
import { SlipwayError } from '../../lib/errors.ts';
import { childRunId } from '../../lib/ids.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { invalid } from '../http/read-body.ts';
import { readQuery, yes } from '../http/read-query.ts';
import { runIdOf, unknownRun } from '../http/run-links.ts';
import { siteRunsOf } from './site-runs.ts';

/** Of a publish of very many sites the rest is read run by run. */
const mostChars = 4 * 1_024 * 1_024;

const querySchema = z.strictObject({
  container: z.string().min(1).optional().describe('Of a group of several; all of them when absent.'),
  tail: z.coerce.number().int().min(0).max(100_000).optional().describe('Only the last lines.'),
  follow: yes.optional().describe('Goes on until the run has ended.'),
});

/** The log of a run's containers, all attempts in order; of many sites one after the other. Empty while there is none. */
export function runLogs(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'runLogs',
    method: 'GET',
    route: 'runs/{id}/logs',
    authLevel: 'function',
    operation: {
      id: 'getRunLogs',
      tag: 'Runs',
      summary: 'Get the log of a run',
      visibility: 'important',
      query: querySchema,
      answers: { 200: { description: 'All attempts in order.', type: 'text/plain' } },
      problems: ['run-unknown'],
    },
    async handle(request, runs) {
      const { container, tail: tailLines, follow } = readQuery(request, querySchema);
      const id = runIdOf(request);
      const record = await runs.read(id);
      const row = record ? undefined : await deps.runIndex.read(id);
      const kind = record ? runKind(record.name) : row?.kind;
      if (!kind) throw unknownRun(id);
      if (kind === 'jobArray' || kind === 'jobGraph') throw manyRuns(id, `GET /api/runs/${id}/items`);
      const siteRuns = record && siteRunsOf(record);
      if (siteRuns) {
        if (follow) throw manyRuns(id, `GET /api/runs/${id}`);
        return answer(await logsOfAll(deps, siteRuns));
      }
      const runId = containerRunOf(id, record);
      if (container !== undefined) checkContainer(await runs.read(runId), container);
      const question = { runId, container, tailLines };
      return answer(follow ? followLogs(deps, runs, question) : await readLogs(deps, runs, question));
    },
  };
}

function answer(body: string | AsyncIterable<string>): HttpResponseInit {
  return {
    status: 200,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    body: typeof body === 'string' ? body : encoded(body),
  };
}

/** Streams of the Functions host carry bytes. */
async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const text of texts) yield encoder.encode(text);
}

/** The orchestrators that hold a container group themselves, and not by a child. */
const holders = new Set(['runContainer', 'runPod', 'startServer']);

function containerRunOf(id: string, record: RunRecord | undefined): string {
  return record && holders.has(record.name) ? id : childRunId(id, 'container');
}

/** Throws `invalid-request`, which names the containers that there are. */
function checkContainer(record: RunRecord | undefined, container: string): void {
  const { spec } = (record?.input ?? {}) as Partial<ContainerRunRequest>;
  const names = spec && containerNames(spec);
  if (!names || names.includes(container)) return;
  throw invalid('query', [
    { place: 'container', problem: `there is no "${container}"; there is: ${names.join(', ')}` },
  ]);
}

async function logsOfAll(
  { documents }: TriggerDependencies,
  siteRuns: ReadonlyArray<{ site: string; runId: string }>,
): Promise<string> {
  let all = '';
  for (const { site, runId } of siteRuns) {
    if (all.length > mostChars) return `${all}==> and more: ask for the log of each run\n`;
    const log = (await documents.readLog(childRunId(runId, 'container'))) ?? '';
    if (log) all += `==> ${site} (${runId}) <==\n${log.endsWith('\n') ? log : `${log}\n`}`;
  }
  return all;
}

function manyRuns(id: string, names: string): SlipwayError {
  return new SlipwayError(
    'invalid-request',
    `"${id}" consists of other runs, which ${names} names; ask for the log of one of them.`,
  );
}
