import { z } from 'zod';
import { SlipwayError } from '../../lib/errors.ts';
import { startRunId } from '../../lib/ids.ts';
import { joinedLogs } from '../../lib/joined-logs.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readQuery } from '../http/read-query.ts';
import { noStore, serverOfRequest } from './fleet-of-request.ts';

const query = z.strictObject({
  container: z.string().min(1).optional().describe('Of a server of several; all of them when absent.'),
  tail: z.coerce.number().int().min(1).max(100_000).optional().describe('Only so many last lines of each.'),
});

/** What a server has printed: as Azure has it while its group exists, and as it was archived afterwards. */
export function serverLogs(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'serverLogs',
    method: 'GET',
    route: 'fleets/{fleet}/servers/{server}/logs',
    authLevel: 'function',
    operation: {
      id: 'getServerLogs',
      tag: 'Fleets',
      summary: 'Get the log of a server',
      description: 'The last 4 MB of a container that runs; what was archived of a server that is gone.',
      query,
      answers: { 200: { description: 'The log; empty while there is none.', type: 'text/plain' } },
      problems: ['fleet-unknown', 'server-unknown', 'container-unknown', 'catalog-invalid'],
    },
    async handle(request) {
      const asked = readQuery(request, query);
      const { found } = await serverOfRequest(deps, request);
      const { name } = found.server;
      const live = found.server.state === 'gone' ? undefined : await liveLogs(deps, name, asked);
      const body = live ?? (await deps.documents.readLog(startRunId(name))) ?? '';
      return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8', ...noStore }, body };
    },
  };
}

/** Undefined where Azure has no such group. Throws `container-unknown`. */
async function liveLogs(
  { containerOperations }: TriggerDependencies,
  server: string,
  { container: wanted, tail }: z.output<typeof query>,
): Promise<string | undefined> {
  const group = await containerOperations.read(server);
  if (!group) return undefined;
  const names = [...group.initContainers, ...group.containers].map(({ name }) => name);
  if (wanted !== undefined && !names.includes(wanted))
    throw new SlipwayError(
      'container-unknown',
      `The server "${server}" has no container "${wanted}"; it has: ${names.join(', ')}.`,
    );
  const read = wanted === undefined ? names : [wanted];
  const logs = await Promise.all(
    read.map(async (container) => ({
      attempt: group.attempt ?? 1,
      ...(read.length > 1 ? { container } : {}),
      text: (await containerOperations.readLog(server, container, tail ? { tail } : {})) ?? '',
    })),
  );
  return joinedLogs(logs);
}
