import { z } from 'zod';
import type { RunStatus } from '../../contract/run-view.ts';
import type { RunQuery } from '../../contract/runs.ts';
import { withoutUndefined } from '../../lib/decide/runs/without-undefined.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { readQuery } from '../http/read-query.ts';
import { runViewSchema } from '../views/run-view-schema.ts';
import { viewOfRow } from './read-view.ts';

const status = z.enum([
  'pending',
  'running',
  'succeeded',
  'failed',
  'cancelled',
  'superseded',
  'skipped',
  'terminated',
]);

/** Strict, because a misspelt filter would answer all runs as if they were the ones that were asked for. */
const querySchema = z
  .strictObject({
    kind: z.enum(['publish', 'publishMany', 'job', 'jobArray', 'jobGraph']).optional(),
    site: z.string().min(1).optional(),
    job: z.string().min(1).optional(),
    status: z
      .string()
      .transform((list) => list.split(',').map((each) => each.trim()))
      .pipe(z.array(status))
      .optional()
      .describe('One or several, separated by commas.'),
    since: z.iso
      .datetime({ offset: true, error: 'give a time such as 2026-01-31T12:00:00Z' })
      .transform((time) => new Date(time).toISOString())
      .optional(),
    prefix: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,250}$/, 'the beginning of a run id')
      .optional(),
    cursor: z.string().min(1).max(2_000).optional(),
    top: z.coerce.number().int().min(1).max(200).default(50),
  })
  .refine(({ site, job }) => site === undefined || job === undefined, {
    error: 'give either "site" or "job"',
  });

/** The runs that there are, newest first. Those that a row calls unfinished are looked at, because a row may be behind. */
export function runList(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'runList',
    method: 'GET',
    route: 'runs',
    authLevel: 'function',
    operation: {
      id: 'listRuns',
      tag: 'Runs',
      summary: 'List runs',
      visibility: 'important',
      query: querySchema,
      answers: {
        200: {
          description: 'A page of runs, newest first. Where there is a cursor, more may follow.',
          json: z.object({ runs: z.array(runViewSchema), cursor: z.string().optional() }),
        },
      },
    },
    async handle(request, runs) {
      const { status: statuses, ...query } = readQuery(request, querySchema);
      const asked = { ...query, statuses: statuses && rowStatuses(statuses) };
      const { rows, cursor } = await deps.runIndex.list(withoutUndefined<RunQuery>(asked));
      const views = await Promise.all(rows.map((row) => viewOfRow(deps, runs, row)));
      return {
        status: 200,
        headers: { 'cache-control': 'no-store' },
        jsonBody: {
          runs: statuses ? views.filter((view) => statuses.includes(view.status)) : views,
          ...(cursor ? { cursor } : {}),
        },
      };
    },
  };
}

/** A row may still say that a run waits when it runs, and the other way round. */
function rowStatuses(statuses: readonly RunStatus[]): RunStatus[] {
  const goesOn: RunStatus[] = ['pending', 'running'];
  return statuses.some((each) => goesOn.includes(each))
    ? [...new Set([...statuses, ...goesOn])]
    : [...statuses];
}
