import { odata, type TableEntityResult } from '@azure/data-tables';
import type { RunQuery, RunRow } from '../../contract/runs.ts';
import { SlipwayError } from '../errors.ts';
import type { RunIndex } from '../ports/run-index.ts';
import { answerOf, calling } from './azure-error.ts';
import { isAbsent, type TableAccount } from './table-account.ts';
import { type TableKey, tableRows } from './table-rows.ts';

const name = 'slipwayruns';
const byId = 'id';
const all = 'all';

/** Rows of a partition are sorted by key, so a key that falls as time rises puts the newest first. */
const endOfTime = 10 ** 14;

/** Higher than any character of an id. */
const afterIds = '~';

/**
 * Runs as rows of a table. Each run has a row by its id, and one in the list of all runs, of its kind and of its site: a walk
 * along one partition is fast whatever lies behind it, a filter by anything else looks at every row on its way.
 */
export function tableRunIndex(account: TableAccount): RunIndex {
  const rows = tableRows(account, name);
  const everywhere = async (row: RunRow, write: (key: TableKey) => Promise<unknown>): Promise<void> => {
    await Promise.all(keysOf(row).map(write));
  };
  const properties = ({ id, kind, status }: RunRow) => ({ id, kind, status });
  const pages = (filter: string, settings: { maxPageSize: number; continuationToken?: string }) =>
    account.table(name).listEntities<{ document: string }>({ queryOptions: { filter } }).byPage(settings);

  return {
    add: (row) => everywhere(row, (key) => rows.add(key, row, properties(row))),
    put: (row) => everywhere(row, (key) => rows.put(key, row, properties(row))),

    async read(id) {
      return (await rows.read({ partitionKey: byId, rowKey: id }))?.value as RunRow | undefined;
    },

    list: (query) =>
      calling('listing runs', async () => {
        const found: RunRow[] = [];
        let token = query.cursor;
        try {
          // A page may come short, or empty, and others follow all the same.
          do {
            const settings = {
              maxPageSize: query.top - found.length,
              ...(token ? { continuationToken: token } : {}),
            };
            const page = (await pages(filterOf(query), settings).next()).value;
            found.push(...(page ?? []).map(rowOf));
            token = page?.continuationToken;
          } while (token && found.length < query.top);
        } catch (error) {
          if (isAbsent(error)) return { rows: [] };
          // The SDK takes a continuation apart before it asks, and the service checks what is in it.
          if (query.cursor && (error instanceof SyntaxError || answerOf(error).status === 400))
            throw new SlipwayError('invalid-request', 'The cursor is not one of an earlier answer.');
          throw error;
        }
        return { rows: found, ...(token ? { cursor: token } : {}) };
      }),

    removeBefore: (requestedAt, count) =>
      calling('deleting rows of old runs', async () => {
        const old: RunRow[] = [];
        const filter = odata`PartitionKey eq ${all} and RowKey gt ${timeKey(requestedAt) + afterIds}`;
        try {
          for await (const page of pages(filter, { maxPageSize: count })) {
            old.push(...page.map(rowOf).slice(0, count - old.length));
            if (old.length >= count) break;
          }
        } catch (error) {
          if (!isAbsent(error)) throw error;
        }
        for (const row of old) await everywhere(row, (key) => rows.remove(key));
        return old.map(({ id }) => id);
      }),
  };
}

function keysOf(row: RunRow): TableKey[] {
  const rowKey = `${timeKey(row.requestedAt)}-${row.id}`;
  return [
    { partitionKey: byId, rowKey: row.id },
    { partitionKey: all, rowKey },
    { partitionKey: `kind-${row.kind}`, rowKey },
    ...(row.site ? [{ partitionKey: `site-${row.site}`, rowKey }] : []),
  ];
}

function timeKey(iso: string): string {
  return String(endOfTime - Date.parse(iso)).padStart(String(endOfTime).length, '0');
}

function filterOf({ kind, site, statuses, prefix, since }: RunQuery): string {
  const partition = site ? `site-${site}` : kind ? `kind-${kind}` : all;
  const parts = [odata`PartitionKey eq ${partition}`];
  if (site && kind) parts.push(odata`kind eq ${kind}`);
  if (since) parts.push(odata`RowKey le ${timeKey(since) + afterIds}`);
  if (statuses?.length) parts.push(`(${statuses.map((status) => odata`status eq ${status}`).join(' or ')})`);
  if (prefix) parts.push(odata`id ge ${prefix} and id lt ${prefix + afterIds}`);
  return parts.join(' and ');
}

function rowOf(entity: TableEntityResult<{ document: string }>): RunRow {
  return JSON.parse(entity.document) as RunRow;
}
