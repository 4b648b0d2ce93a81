import type { RunRecord } from '../../contract/runs.ts';
import { childRunId } from '../../lib/ids.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { runIdOf, unknownRun } from '../http/run-links.ts';
import { siteRunsOf } from './site-runs.ts';

/** Of a publish of very many sites the rest is read run by run. */
const mostChars = 4 * 1_024 * 1_024;

/** The archived log of a run's container, all attempts in order; of many sites one after the other. Empty while there is none. */
export function runLogs(deps: TriggerDependencies): HttpTrigger {
  const { documents, runIndex } = deps;
  const logOf = async (id: string): Promise<string> =>
    (await documents.readLog(childRunId(id, 'container'))) ?? '';
  const logOfAll = async (record: RunRecord): Promise<string> => {
    let all = '';
    for (const { site, runId } of siteRunsOf(record) ?? []) {
      if (all.length > mostChars) return `${all}==> and more: ask for the log of each run\n`;
      const log = await logOf(runId);
      if (log) all += `==> ${site} (${runId}) <==\n${log.endsWith('\n') ? log : `${log}\n`}`;
    }
    return all;
  };
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
      answers: { 200: { description: 'All attempts in order.', type: 'text/plain' } },
      problems: ['run-unknown'],
    },
    async handle(request, runs) {
      const id = runIdOf(request);
      const record = await runs.read(id);
      if (!record && !(await runIndex.read(id))) throw unknownRun(id);
      const body =
        record?.name === 'runContainer'
          ? ((await documents.readLog(id)) ?? '')
          : record?.name === 'publishSites'
            ? await logOfAll(record)
            : await logOf(id);
      return {
        status: 200,
        headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
        body,
      };
    },
  };
}
