import { z } from 'zod';
import type { LaneRow } from '../../contract/lanes.ts';
import type { Lanes } from '../ports/lanes.ts';
import type { TableAccount } from './table-account.ts';
import { tableRows } from './table-rows.ts';

/** Previews will have rows of their own. */
const rowKey = 'production';

const want = z.object({ runId: z.string(), ref: z.object({ kind: z.string() }), requestedAt: z.string() });
const head = z.object({ sha: z.string(), runId: z.string() });

/**
 * What is stored is what was written here. A row that somebody spoiled by hand must not stop a site for ever: it counts as an
 * empty one, and the next push, or comparison of heads, finds what is to be published.
 */
const rowSchema = z.object({
  want: want.optional(),
  building: z.object({ want, sha: z.string(), startedAt: z.string(), overdueAt: z.string() }).optional(),
  fallback: want.optional(),
  dropped: z.array(z.object({ want, status: z.string(), message: z.string() })),
  head: head.optional(),
  published: head.optional(),
});

/** Lanes as rows of a table: the partition is the site. */
export function tableLanes(account: TableAccount): Lanes {
  const rows = tableRows(account, 'slipwaylanes');
  return {
    async read(site) {
      const found = await rows.read({ partitionKey: site, rowKey });
      const isSound = rowSchema.safeParse(found?.value).success;
      return { row: isSound ? (found?.value as LaneRow) : { dropped: [] }, etag: found?.etag };
    },
    write(site, row, etag) {
      const key = { partitionKey: site, rowKey };
      return etag === undefined ? rows.add(key, row) : rows.replace(key, row, etag);
    },
  };
}
