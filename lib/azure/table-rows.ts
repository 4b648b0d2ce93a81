import { odata, type TransactionAction } from '@azure/data-tables';
import { calling } from './azure-error.ts';
import { isAbsent, type TableAccount, tableCode } from './table-account.ts';
import { documentColumns, documentOf } from './table-documents.ts';

export type TableKey = { partitionKey: string; rowKey: string };

export type TableRow = { rowKey: string; value: unknown; etag: string };

/** Rows of one partition whose keys begin alike. `filter` is about their properties, as the service reads it. */
export type RowRange = { partitionKey: string; prefix?: string; filter?: string; limit?: number };

type Properties = Record<string, string>;

/** Rows of one table that hold a JSON document each, beside properties to filter by. */
export type TableRows = {
  read(key: TableKey): Promise<{ value: unknown; etag: string } | undefined>;
  /** Writes whatever is there. */
  put(key: TableKey, value: unknown, properties?: Properties): Promise<void>;
  /** `conflict` when a row is there already. */
  add(key: TableKey, value: unknown, properties?: Properties): Promise<'written' | 'conflict'>;
  /** `conflict` when the row is no longer the one of the ETag. */
  replace(
    key: TableKey,
    value: unknown,
    etag: string,
    properties?: Properties,
  ): Promise<'written' | 'conflict'>;
  /** Absent ones are fine. */
  remove(key: TableKey): Promise<void>;
  /** `conflict` when the row is no longer the one of the ETag. */
  removeUnchanged(key: TableKey, etag: string): Promise<'written' | 'conflict'>;
  /** In the order of their keys. One that somebody spoiled by hand has no value. */
  list(range: RowRange): Promise<TableRow[]>;
  /** All of it, or nothing, in one partition. Answers the new ETags in the order of the actions. */
  transact(actions: TransactionAction[]): Promise<Array<string | undefined> | 'conflict'>;
};

/** Higher than any character of a key. */
const afterPrefix = '~';

/** Of 1,000 at most. Fewer, so that reading a long list holds up neither this process nor the storage. */
const rowsOfPage = 200;

export function tableRows(account: TableAccount, name: string): TableRows {
  const unlessConflict = <T>(attempt: string, write: () => Promise<T>): Promise<T | 'conflict'> =>
    calling(`${attempt} of table "${name}"`, async () => {
      try {
        return await write();
      } catch (error) {
        if (conflicts.has(tableCode(error) ?? '')) return 'conflict';
        throw error;
      }
    });
  const writing = async (attempt: string, write: () => Promise<unknown>): Promise<'written' | 'conflict'> =>
    (await unlessConflict(attempt, write)) === 'conflict' ? 'conflict' : 'written';

  return {
    read: ({ partitionKey, rowKey }) =>
      calling(`reading the row "${partitionKey}/${rowKey}" of table "${name}"`, async () => {
        try {
          const entity = await account.table(name).getEntity(partitionKey, rowKey);
          return { value: documentOf(entity), etag: String(entity.etag) };
        } catch (error) {
          if (isAbsent(error)) return undefined;
          throw error;
        }
      }),

    async put(key, value, properties) {
      await writing('writing a row', () =>
        account.writing(name, (table) => table.upsertEntity(tableEntity(key, value, properties), 'Replace')),
      );
    },

    add: (key, value, properties) =>
      writing('adding a row', () =>
        account.writing(name, (table) => table.createEntity(tableEntity(key, value, properties))),
      ),

    replace: (key, value, etag, properties) =>
      writing('replacing a row', () =>
        account.writing(name, (table) =>
          table.updateEntity(tableEntity(key, value, properties), 'Replace', { etag }),
        ),
      ),

    async remove({ partitionKey, rowKey }) {
      await writing(`deleting the row "${partitionKey}/${rowKey}"`, async () => {
        try {
          await account.table(name).deleteEntity(partitionKey, rowKey);
        } catch (error) {
          if (!isAbsent(error)) throw error;
        }
      });
    },

    removeUnchanged: ({ partitionKey, rowKey }, etag) =>
      writing(`deleting the row "${partitionKey}/${rowKey}"`, () =>
        account.table(name).deleteEntity(partitionKey, rowKey, { etag }),
      ),

    list: ({ partitionKey, prefix = '', filter, limit = Number.POSITIVE_INFINITY }) =>
      calling(`listing rows of table "${name}"`, async () => {
        const keys = odata`PartitionKey eq ${partitionKey} and RowKey ge ${prefix} and RowKey lt ${prefix + afterPrefix}`;
        const queryOptions = { filter: filter === undefined ? keys : `${keys} and ${filter}` };
        const found: TableRow[] = [];
        try {
          const pages = account.table(name).listEntities({ queryOptions });
          // A page may come short, or empty, and others follow all the same.
          for await (const page of pages.byPage({ maxPageSize: Math.min(limit, rowsOfPage) })) {
            for (const entity of page) {
              const { rowKey, etag } = entity;
              found.push({ rowKey: String(rowKey), value: documentOf(entity), etag: String(etag) });
            }
            if (found.length >= limit) return found.slice(0, limit);
          }
        } catch (error) {
          if (!isAbsent(error)) throw error;
        }
        return found;
      }),

    transact: (actions) =>
      unlessConflict('changing rows', async () => {
        const { subResponses } = await account.writing(name, (table) => table.submitTransaction(actions));
        return subResponses.map(({ etag }) => etag);
      }),
  };
}

/** A row as the SDK writes it. */
export function tableEntity(key: TableKey, value: unknown, properties: Properties = {}) {
  return { ...key, ...properties, ...documentColumns(value) };
}

/** The row is there already, or is another one by now, or none. */
const conflicts = new Set(['EntityAlreadyExists', 'UpdateConditionNotSatisfied', 'ResourceNotFound']);
