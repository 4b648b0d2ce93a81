import { childRunId } from '../../lib/ids.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { knownRun } from '../http/run-links.ts';

/** The archived log of a run's container, all attempts in order; empty while there is none. */
export function runLogs(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'runLogs',
    method: 'GET',
    route: 'runs/{id}/logs',
    authLevel: 'function',
    async handle(request, runs) {
      const { id, name } = await knownRun(runs, request.params.id);
      const log = await deps.documents.readLog(name === 'runContainer' ? id : childRunId(id, 'container'));
      return {
        status: 200,
        headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
        body: log ?? '',
      };
    },
  };
}
