import type { StoredFleets } from '../ports/stored-fleets.ts';
import { definitionsPartition, fleetsTable } from './fleet-keys.ts';
import type { TableAccount } from './table-account.ts';
import { tableRows } from './table-rows.ts';

/** Definitions of fleets as rows of a table. */
export function tableStoredFleets(account: TableAccount): StoredFleets {
  const rows = tableRows(account, fleetsTable);
  const keyOf = (fleet: string) => ({ partitionKey: definitionsPartition, rowKey: fleet });
  return {
    async read(fleet) {
      const found = await rows.read(keyOf(fleet));
      return found && { definition: found.value, etag: found.etag };
    },

    write: (fleet, definition, etag) =>
      etag === undefined ? rows.add(keyOf(fleet), definition) : rows.replace(keyOf(fleet), definition, etag),

    remove: (fleet) => rows.remove(keyOf(fleet)),

    async names() {
      return (await rows.list({ partitionKey: definitionsPartition })).map(({ rowKey }) => rowKey);
    },
  };
}
