import { z } from 'zod';
import type { ItemQuery } from '../../contract/runs.ts';
import { withoutUndefined } from '../../lib/decide/runs/without-undefined.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readQuery } from '../http/read-query.ts';
import { runIdOf, unknownRun } from '../http/run-links.ts';
import { viewOfRow } from '../runs/read-view.ts';
import { runViewSchema } from '../views/run-view-schema.ts';

const status = z.enum(['running', 'succeeded', 'failed', 'cancelled', 'terminated']);

const querySchema = z.strictObject({
  status: z
    .string()
    .transform((list) => list.split(',').map((each) => each.trim()))
    .pipe(z.array(status))
    .optional()
    .describe('One or several, separated by commas.'),
  cursor: z.string().min(1).max(100).optional(),
  top: z.coerce.number().int().min(1).max(200).default(50),
});

/** The jobs of an array or a graph that were started, in their order: each is a run of its own. */
export function itemList(deps: TriggerDependencies): HttpTrigger {
  const { runIndex } = deps;
  return {
    name: 'itemList',
    method: 'GET',
    route: 'runs/{id}/items',
    authLevel: 'function',
    operation: {
      id: 'listItems',
      tag: 'Jobs',
      summary: 'List the jobs of an array or a graph',
      query: querySchema,
      answers: {
        200: {
          description:
            'A page of runs, in the order of their items. Where there is a cursor, more may follow.',
          json: z.object({ items: z.array(runViewSchema), cursor: z.string().optional() }),
        },
      },
      problems: ['run-unknown'],
    },
    async handle(request, runs) {
      const { status: statuses, ...page } = readQuery(request, querySchema);
      const parent = runIdOf(request);
      const { rows, cursor } = await runIndex.listItems(
        withoutUndefined<ItemQuery>({ parent, statuses, ...page }),
      );
      if (rows.length === 0 && !(await runIndex.read(parent))) throw unknownRun(parent);
      const items = await Promise.all(rows.map((row) => viewOfRow(deps, runs, row)));
      return {
        status: 200,
        headers: { 'cache-control': 'no-store' },
        jsonBody: { items, ...(cursor ? { cursor } : {}) },
      };
    },
  };
}
