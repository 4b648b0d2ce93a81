import { z } from 'zod';
import type { RunView } from '../../contract/run-view.ts';
import type { RunRecord } from '../../contract/runs.ts';
import { runKind, runView } from '../../lib/decide/runs/run-view.ts';
import { SlipwayError } from '../../lib/errors.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { checked } from '../http/read-body.ts';
import { runLinks } from '../http/run-links.ts';
import { siteRunsOf } from './site-runs.ts';

/** Rows asked of the hub at a time, and how many times for one answer: a rare kind is looked for over several answers. */
const rowsPerPage = 100;
const pagesPerAnswer = 10;

/** Which of durable's statuses can stand behind each of ours. */
const runtimeStatuses = {
  pending: ['Pending'],
  running: ['Running', 'ContinuedAsNew', 'Suspended'],
  succeeded: ['Completed'],
  failed: ['Completed', 'Failed'],
  cancelled: ['Completed'],
  superseded: ['Completed'],
  terminated: ['Terminated', 'Canceled'],
} as const;

const status = z.enum(Object.keys(runtimeStatuses) as Array<keyof typeof runtimeStatuses>);

const querySchema = z.object({
  /** Containers are parts of publishes and listed only when asked for. */
  kind: z.enum(['publish', 'publishMany', 'sweep', 'container']).optional(),
  site: z.string().min(1).optional(),
  /** One or several, separated by commas. */
  status: z
    .string()
    .transform((list) => list.split(',').map((each) => each.trim()))
    .pipe(z.array(status))
    .optional(),
  since: z.iso.datetime({ offset: true, error: 'give a time such as 2026-01-31T12:00:00Z' }).optional(),
  prefix: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,250}$/, 'the beginning of a run id')
    .optional(),
  cursor: z.string().min(1).optional(),
  top: z.coerce.number().int().min(1).max(200).default(50),
});

type Query = z.output<typeof querySchema>;

/** A place in the list: a page of the hub, and how many of its rows have been looked at. */
const cursorSchema = z.object({ page: z.string().optional(), skip: z.int().min(0) });
type Cursor = z.output<typeof cursorSchema>;

/** The runs that there are, sorted by id. */
export function runList(deps: TriggerDependencies): HttpTrigger {
  const { clock, settings } = deps;
  return {
    name: 'runList',
    method: 'GET',
    route: 'runs',
    authLevel: 'function',
    async handle(request, runs) {
      const query = checked(querySchema, Object.fromEntries(request.query), 'query');
      const now = clock.now().toISOString();
      const view = (record: RunRecord): RunView | undefined =>
        runView({
          record,
          siteRuns: siteRunsOf(record),
          now,
          links: runLinks(settings.publicUrl, record.id),
        });
      const { found, cursor } = await find(runs, query, view);
      return {
        status: 200,
        headers: { 'cache-control': 'no-store' },
        jsonBody: { runs: found, ...(cursor ? { cursor: written(cursor) } : {}) },
      };
    },
  };
}

async function find(
  runs: Runs,
  query: Query,
  view: (record: RunRecord) => RunView | undefined,
): Promise<{ found: RunView[]; cursor?: Cursor }> {
  const found: RunView[] = [];
  let cursor: Cursor = query.cursor ? read(query.cursor) : { skip: 0 };
  for (let pages = 0; pages < pagesPerAnswer; pages++) {
    const page = await runs.list({
      top: rowsPerPage,
      ...(query.prefix ? { prefix: query.prefix } : {}),
      ...(query.since ? { since: query.since } : {}),
      ...(query.status
        ? { runtimeStatuses: [...new Set(query.status.flatMap((each) => runtimeStatuses[each]))] }
        : {}),
      ...(cursor.page ? { cursor: cursor.page } : {}),
    });
    for (const [row, record] of page.records.entries()) {
      if (row < cursor.skip || !isListed(record, query)) continue;
      const run = view(record);
      if (!run || !matches(run, query)) continue;
      if (found.length === query.top) return { found, cursor: { ...cursor, skip: row } };
      found.push(run);
    }
    if (!page.cursor) return { found };
    cursor = { page: page.cursor, skip: 0 };
  }
  return { found, cursor };
}

function isListed(record: RunRecord, query: Query): boolean {
  const kind = runKind(record.name);
  return query.kind ? kind === query.kind : kind !== 'container' && kind !== 'lane';
}

function matches(run: RunView, query: Query): boolean {
  return (!query.site || run.site === query.site) && (!query.status || query.status.includes(run.status));
}

function written(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function read(text: string): Cursor {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw new SlipwayError('invalid-request', 'The cursor is not one of an earlier answer.');
  }
}
