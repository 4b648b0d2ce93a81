import { calling } from './azure-error.ts';
import { isAbsent, type TableAccount, tableCode } from './table-account.ts';

export type TableKey = { partitionKey: string; rowKey: string };

/** Rows of one table that hold a JSON document each, beside properties to filter by. */
export type TableRows = {
  read(key: TableKey): Promise<{ value: unknown; etag: string } | undefined>;
  /** Writes whatever is there. */
  put(key: TableKey, value: unknown, properties?: Record<string, string>): Promise<void>;
  /** `conflict` when a row is there already. */
  add(key: TableKey, value: unknown, properties?: Record<string, string>): Promise<'written' | 'conflict'>;
  /** `conflict` when the row is no longer the one of the ETag. */
  replace(key: TableKey, value: unknown, etag: string): Promise<'written' | 'conflict'>;
  /** Absent ones are fine. */
  remove(key: TableKey): Promise<void>;
};

/** The property that holds the document: a table's own properties have no lists. */
const column = 'document';

export function tableRows(account: TableAccount, name: string): TableRows {
  const entity = (key: TableKey, value: unknown, properties: Record<string, string> = {}) => ({
    ...key,
    ...properties,
    [column]: JSON.stringify(value),
  });
  const writing = (attempt: string, write: () => Promise<unknown>): Promise<'written' | 'conflict'> =>
    calling(`${attempt} of table "${name}"`, async () => {
      try {
        await write();
        return 'written';
      } catch (error) {
        if (conflicts.has(tableCode(error) ?? '')) return 'conflict';
        throw error;
      }
    });

  return {
    read: ({ partitionKey, rowKey }) =>
      calling(`reading the row "${partitionKey}/${rowKey}" of table "${name}"`, async () => {
        try {
          const { etag, [column]: text } = await account.table(name).getEntity(partitionKey, rowKey);
          return { value: parsed(text), etag: String(etag) };
        } catch (error) {
          if (isAbsent(error)) return undefined;
          throw error;
        }
      }),

    async put(key, value, properties) {
      await writing('writing a row', () =>
        account.writing(name, (table) => table.upsertEntity(entity(key, value, properties), 'Replace')),
      );
    },

    add: (key, value, properties) =>
      writing('adding a row', () =>
        account.writing(name, (table) => table.createEntity(entity(key, value, properties))),
      ),

    replace: (key, value, etag) =>
      writing('replacing a row', () =>
        account.writing(name, (table) => table.updateEntity(entity(key, value), 'Replace', { etag })),
      ),

    remove: ({ partitionKey, rowKey }) =>
      calling(`deleting the row "${partitionKey}/${rowKey}" of table "${name}"`, async () => {
        try {
          await account.table(name).deleteEntity(partitionKey, rowKey);
        } catch (error) {
          if (!isAbsent(error)) throw error;
        }
      }),
  };
}

/** The document of a row that a query found. */
export function documentOf(entity: Record<string, unknown>): unknown {
  return parsed(entity[column]);
}

/** Undefined for what is not JSON, which only somebody's hand has written; readers check what they get. */
function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

/** The row is there already, or is another one by now, or none. */
const conflicts = new Set(['EntityAlreadyExists', 'UpdateConditionNotSatisfied', 'ResourceNotFound']);
