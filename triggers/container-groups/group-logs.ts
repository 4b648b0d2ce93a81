import { z } from 'zod';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readQuery } from '../http/read-query.ts';
import { containerOf, groupOfRequest } from './group-of-request.ts';

const query = z.strictObject({
  container: z.string().min(1).optional().describe('Where the group has several.'),
  tail: z.coerce.number().int().min(1).max(1_000_000).optional().describe('Only so many last lines.'),
  timestamps: z.literal('1').optional().describe('Begins each line with its time.'),
});

/** What a container has printed, as Azure has it now: its last 4 MB while it runs, and the last 16 KB afterwards. */
export function containerGroupLogs(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'containerGroupLogs',
    method: 'GET',
    route: 'container-groups/{name}/logs',
    authLevel: 'function',
    operation: {
      id: 'getContainerGroupLogs',
      tag: 'Container groups',
      summary: 'Get the log of a container',
      description:
        'The last 4 MB of a container that runs, the last 16 KB of one that has stopped; empty while there is none.',
      visibility: 'important',
      query,
      answers: { 200: { description: 'The log.', type: 'text/plain' } },
      problems: ['group-unknown', 'container-unknown'],
    },
    async handle(request) {
      const { container, tail, timestamps } = readQuery(request, query);
      const group = await groupOfRequest(deps, request);
      const log = await deps.containerOperations.readLog(group.name, containerOf(group, container), {
        ...(tail ? { tail } : {}),
        timestamps: timestamps === '1',
      });
      return {
        status: 200,
        headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
        body: log ?? '',
      };
    },
  };
}
