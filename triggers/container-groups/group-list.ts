import { z } from 'zod';
import type { GroupDetails } from '../../contract/container-operations.ts';
import { forEachConcurrently } from '../../lib/for-each-concurrently.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readQuery } from '../http/read-query.ts';
import { groupViewSchema } from '../views/group-view-schema.ts';
import { viewOfGroup } from './group-of-request.ts';

/** Azure tells how a group stands one by one, and limits the reads of a subscription. */
const readsAtATime = 8;

const query = z.strictObject({
  all: z.literal('1').optional().describe('Also groups that this app did not make.'),
  cursor: z.string().min(1).max(100).optional().describe('Where an earlier page ended.'),
  top: z.coerce.number().int().min(1).max(100).default(20),
});

/** The container groups of this app, or of the whole resource group, by name, each with how it stands. */
export function containerGroupList(deps: TriggerDependencies): HttpTrigger {
  const { containerOperations, settings } = deps;
  return {
    name: 'containerGroupList',
    method: 'GET',
    route: 'container-groups',
    authLevel: 'function',
    operation: {
      id: 'listContainerGroups',
      tag: 'Container groups',
      summary: 'List container groups',
      visibility: 'important',
      query,
      answers: {
        200: {
          description: 'A page of groups, by name. Where there is a cursor, more may follow.',
          json: z.object({ groups: z.array(groupViewSchema), cursor: z.string().optional() }),
        },
      },
    },
    async handle(request) {
      const { all, cursor = '', top } = readQuery(request, query);
      const listed = (await containerOperations.list()).filter(
        ({ name, owner }) => name > cursor && (all || owner?.hub === settings.hub),
      );
      const page = listed.slice(0, top);
      const found = new Map<string, GroupDetails>();
      await forEachConcurrently(page, readsAtATime, async ({ name }) => {
        const group = await containerOperations.read(name);
        if (group) found.set(name, group);
      });
      const last = listed.length > page.length ? page.at(-1)?.name : undefined;
      return {
        status: 200,
        headers: { 'cache-control': 'no-store' },
        jsonBody: {
          groups: page.flatMap(({ name }) => found.get(name) ?? []).map((group) => viewOfGroup(deps, group)),
          ...(last ? { cursor: last } : {}),
        },
      };
    },
  };
}
