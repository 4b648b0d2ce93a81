/**
 * Keeps the rows of Azurite's tables in the journal's database instead of in LokiJS, which holds them in memory (100,000
 * rows are 300 MB, to be read again at each start) and goes through a whole table for each query. In SQLite they cost no
 * memory, and a query walks along the key. Everything else about tables (protocol, ETags, merges, filters) stays Azurite's.
 */
import { azuriteModule, type MetadataStore } from './azurite.ts';
import { type FilterNode, keyRange } from './key-range.ts';
import type { MetadataJournal } from './metadata-journal.ts';
import { type RowKeys, RowStore, type TableRow } from './row-store.ts';

type TableName = { account: string; table: string };
type QueryOptions = { filter?: string; top?: number };
type Page = [rows: TableRow[], nextPartitionKey?: string, nextRowKey?: string];

/** The verbs of a LokiJS collection with which Azurite works on the rows of a table. */
type RowCollection = {
  findOne(keys: RowKeys): TableRow | null;
  insert(row: TableRow): void;
  update(row: TableRow): void;
  remove(keys: RowKeys): void;
};

/** The parts of Azurite's store for tables that read or change rows. */
export type TableMetadataStore = MetadataStore & {
  createCollectionForTable(table: TableName): void;
  removeTableCollection(account: string, table: TableName): void;
  getEntityCollection(account: string, table: string, context: object): RowCollection;
  queryTableEntities(
    context: object,
    account: string,
    table: string,
    options: QueryOptions,
    nextPartitionKey?: string,
    nextRowKey?: string,
  ): Promise<Page>;
  beginBatchTransaction(batchId: string): Promise<void>;
  endBatchTransaction(
    account: string,
    table: string,
    batchId: string,
    context: object,
    succeeded: boolean,
  ): Promise<void>;
  encodeContinuationHeader(text: string): string;
  decodeContinuationHeader(text: string | undefined): string | undefined;
};

/** Tables answers no more at once, whatever is asked. */
const maxPageRows = 1_000;

/**
 * How many rows are looked at for one answer. As on Azure, a page can come with fewer rows than asked for, or none, and a
 * continuation; so a filter that no key serves never holds up everybody else.
 */
const maxScannedRows = 10_000;

export function keepTableRows(store: TableMetadataStore, journal: MetadataJournal): void {
  const rows = new RowStore(journal);
  const generator = azuriteModule<{
    generateQueryForPersistenceLayer(options: QueryOptions, context: object): (row: TableRow) => boolean;
  }>('table/persistence/LokiTableStoreQueryGenerator');
  const parse = azuriteModule<(filter: string) => FilterNode>(
    'table/persistence/QueryInterpreter/QueryParser',
  );
  const nameOf = ({ account, table }: TableName): string => `${account}/${table.toLowerCase()}`;
  const refuseUnknown = store.getEntityCollection.bind(store);

  store.createCollectionForTable = (table) => rows.clear(nameOf(table));
  store.removeTableCollection = (account, { table }) => rows.clear(nameOf({ account, table }));

  store.getEntityCollection = (account, table, context) => {
    const tables = store.db.collections.find(({ name }) => name === '$TABLES_COLLECTION$')?.data ?? [];
    const isKnown = (tables as unknown as TableName[]).some(
      (known) => known.account === account && known.table.toLowerCase() === table.toLowerCase(),
    );
    if (!isKnown) return refuseUnknown(account, table, context);
    const name = nameOf({ account, table });
    return {
      findOne: (keys) => rows.read(name, keys, keys, 1)[0] ?? null,
      insert: (row) => rows.put(name, row),
      update: (row) => rows.put(name, row),
      remove: (keys) => rows.remove(name, keys),
    };
  };

  store.queryTableEntities = async (context, account, table, options, nextPartitionKey, nextRowKey) => {
    store.getEntityCollection(account, table, context);
    const matches = generator.generateQueryForPersistenceLayer(options, context);
    const { filter } = options;
    const parsed = filter === undefined || filter === '' ? undefined : parse(filter);
    const [partition, row] = [keyRange(parsed, 'PartitionKey'), keyRange(parsed, 'RowKey')];
    const next = store.decodeContinuationHeader(nextPartitionKey);
    const { page, following } = readPage({
      read: (from, limit) =>
        rows.read(nameOf({ account, table }), from, { PartitionKey: partition.to, RowKey: row.to }, limit),
      from:
        next === undefined
          ? { PartitionKey: partition.from, RowKey: row.from }
          : { PartitionKey: next, RowKey: store.decodeContinuationHeader(nextRowKey) ?? '' },
      limit: Math.min(options.top ?? maxPageRows, maxPageRows),
      matches,
    });
    const encoded = (key: string | undefined) =>
      key === undefined ? undefined : store.encodeContinuationHeader(key);
    return [page, encoded(following?.PartitionKey), encoded(following?.RowKey)];
  };

  let open = false;
  store.beginBatchTransaction = async () => {
    if (open) throw new Error('Two transactions at once');
    journal.change(() => journal.database.exec('SAVEPOINT batch'));
    open = true;
  };
  store.endBatchTransaction = async (_account, _table, _batchId, _context, succeeded) => {
    if (!open) return;
    open = false;
    journal.change(() => journal.database.exec(`${succeeded ? '' : 'ROLLBACK TO batch; '}RELEASE batch`));
  };
}

type Scan = {
  read: (from: RowKeys, limit: number) => TableRow[];
  from: RowKeys;
  limit: number;
  matches: (row: TableRow) => boolean;
};

/** The rows of a range that match, and the key with which the next page begins. */
function readPage({ read, from, limit, matches }: Scan): { page: TableRow[]; following?: RowKeys } {
  const page: TableRow[] = [];
  // One more than may be needed is read, to begin the next time with it.
  const batchRows = Math.max(limit, 100);
  let start = from;
  for (let scanned = 0; scanned < maxScannedRows; scanned += batchRows) {
    const batch = read(start, batchRows + 1);
    for (const row of batch.slice(0, batchRows)) {
      if (page.length === limit) return { page, following: row };
      if (matches(row)) page.push(row);
    }
    const following = batch[batchRows];
    if (!following) return { page };
    start = following;
  }
  return { page, following: start };
}
