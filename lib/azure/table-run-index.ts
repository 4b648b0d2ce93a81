import { odata } from '@azure/data-tables';
import type { ItemQuery, RunQuery, RunRow } from '../../contract/runs.ts';
import { SlipwayError } from '../errors.ts';
import { forEachConcurrently } from '../for-each-concurrently.ts';
import type { RunIndex } from '../ports/run-index.ts';
import { calling } from './azure-error.ts';
import {
  afterIds,
  all,
  byId,
  expiring,
  itemKey,
  itemKeyPattern,
  itemsPartition,
  keysOf,
  partitionsOf,
  rowKeyOf,
  rowKeyPattern,
  timeKey,
  unfinished,
} from './run-index-keys.ts';
import { isAbsent, type TableAccount } from './table-account.ts';
import { documentOf } from './table-documents.ts';
import { type TableKey, tableRows } from './table-rows.ts';

const name = 'slipwayruns';
const removalsAtATime = 8;

/**
 * Runs as rows of a table. Each run has a row by its id, and one in the list of all runs, of its kind, of its status and of its
 * site: a walk along one partition is fast whatever lies behind it, a filter by anything else looks at every row on its way.
 */
export function tableRunIndex(account: TableAccount): RunIndex {
  const rows = tableRows(account, name);
  const forEach = async (keys: readonly TableKey[], act: (key: TableKey) => Promise<unknown>) => {
    await Promise.all(keys.map(act));
  };
  const properties = ({ id, kind, status }: RunRow) => ({ id, kind, status });
  const idKey = (id: string): TableKey => ({ partitionKey: byId, rowKey: id });
  const read = async (id: string): Promise<RunRow | undefined> =>
    (await rows.read(idKey(id)))?.value as RunRow | undefined;
  const unfinishedKey = (row: RunRow): TableKey => ({ partitionKey: unfinished, rowKey: rowKeyOf(row) });

  /** The first rows that fit, of one page or several: a page may come short, or empty, and others follow all the same. */
  const first = async (filter: string, count: number): Promise<{ found: RunRow[]; more: boolean }> => {
    const found: RunRow[] = [];
    try {
      const entities = account.table(name).listEntities({ queryOptions: { filter } });
      for await (const page of entities.byPage({ maxPageSize: count })) {
        found.push(...page.flatMap((entity) => (documentOf(entity) as RunRow | undefined) ?? []));
        const more = found.length > count || page.continuationToken !== undefined;
        if (found.length >= count) return { found: found.slice(0, count), more };
      }
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
    return { found, more: false };
  };

  const remove = (row: RunRow) => forEach([...keysOf(row), unfinishedKey(row)], rows.remove);

  return {
    read,

    async add(row) {
      const add = (key: TableKey, value: RunRow) => rows.add(key, value, properties(value));
      const listsOf = (value: RunRow) => keysOf(value).filter(({ partitionKey }) => partitionKey !== byId);
      // An item stands in one list, always in the same place, so it need not be known yet whether the run is new.
      const early = Promise.all((row.parent ? listsOf(row) : []).map((key) => add(key, row)));
      const [added, listed] = await Promise.all([add(idKey(row.id), row), early]);
      if (added === 'written') {
        if (!row.parent) await forEach(listsOf(row), (key) => add(key, row));
        return 'added';
      }
      // What stands by the id is the truth: the row was there already, in part or with another status.
      const stored = (await read(row.id)) ?? row;
      const isWrong = listed.includes('written') && stored.status !== row.status;
      await forEach(listsOf(stored), (key) =>
        isWrong ? rows.put(key, stored, properties(stored)) : add(key, stored),
      );
      return 'known';
    },

    async put(row) {
      await forEach(keysOf(row), (key) => rows.put(key, row, properties(row)));
      const stands = row.parent || keysOf(row).some(({ partitionKey }) => partitionKey === unfinished);
      if (!stands) await rows.remove(unfinishedKey(row));
    },

    list: (query) =>
      calling('listing runs', async () => {
        checkCursor(query.cursor, rowKeyPattern);
        const lists = await Promise.all(
          partitionsOf(query).map((partition) => first(filterOf(partition, query), query.top)),
        );
        const byKey = new Map(lists.flatMap(({ found }) => found).map((row) => [rowKeyOf(row), row]));
        const sorted = [...byKey].sort(([one], [other]) => (one < other ? -1 : 1));
        const page = sorted.slice(0, query.top);
        const more = sorted.length > page.length || lists.some((list) => list.more);
        const cursor = page.at(-1)?.[0];
        return { rows: page.map(([, row]) => row), ...(more && cursor ? { cursor } : {}) };
      }),

    listItems: (query) =>
      calling('listing the items of a run', async () => {
        checkCursor(query.cursor, itemKeyPattern);
        const { found, more } = await first(itemsFilterOf(query), query.top);
        const last = found.at(-1)?.parent;
        return { rows: found, ...(more && last ? { cursor: itemKey(last.item) } : {}) };
      }),

    removeBefore: (requestedAt, count) =>
      calling('deleting rows of old runs', async () => {
        const filter = odata`PartitionKey eq ${all} and RowKey gt ${timeKey(requestedAt) + afterIds}`;
        const { found } = await first(filter, count);
        const items: RunRow[] = [];
        for (const { id } of found.filter(mayHaveItems)) {
          if (items.length >= count) break;
          items.push(...(await first(itemsFilterOf({ parent: id }), count - items.length)).found);
        }
        await forEachConcurrently(items, removalsAtATime, remove);
        // Whose items have not all gone stays, and is found again by the next call.
        const gone = found.slice(0, count - items.length);
        await forEachConcurrently(gone, removalsAtATime, remove);
        return [...items, ...gone].map(({ id }) => id);
      }),

    expired: (now, count) =>
      calling('looking for runs whose time is over', async () => {
        const { found } = await first(odata`PartitionKey eq ${expiring} and RowKey lt ${now}`, count);
        return found;
      }),

    remove,
  };
}

/** Throws `invalid-request`. */
function checkCursor(cursor: string | undefined, pattern: RegExp): void {
  if (cursor !== undefined && !pattern.test(cursor))
    throw new SlipwayError('invalid-request', 'The cursor is not one of an earlier answer.');
}

function mayHaveItems({ kind }: RunRow): boolean {
  return kind === 'jobArray' || kind === 'jobGraph';
}

function filterOf(partition: string, { kind, statuses, prefix, since, cursor }: RunQuery): string {
  const parts = partsOf(partition, { statuses, cursor });
  if (kind) parts.push(odata`kind eq ${kind}`);
  if (since) parts.push(odata`RowKey le ${timeKey(since) + afterIds}`);
  if (prefix) parts.push(odata`id ge ${prefix} and id lt ${prefix + afterIds}`);
  return parts.join(' and ');
}

function itemsFilterOf({ parent, statuses, cursor }: Omit<ItemQuery, 'top'>): string {
  return partsOf(itemsPartition(parent), { statuses, cursor }).join(' and ');
}

function partsOf(
  partition: string,
  { statuses, cursor }: { statuses: RunQuery['statuses'] | undefined; cursor: string | undefined },
): string[] {
  const parts = [odata`PartitionKey eq ${partition}`];
  if (cursor) parts.push(odata`RowKey gt ${cursor}`);
  if (statuses?.length) parts.push(`(${statuses.map((status) => odata`status eq ${status}`).join(' or ')})`);
  return parts;
}
