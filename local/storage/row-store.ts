import type Database from 'libsql';
import type { MetadataJournal } from './metadata-journal.ts';

export type RowKeys = { PartitionKey: string; RowKey: string };

/** An entity as Azurite keeps it; besides its keys nothing matters here. */
export type TableRow = RowKeys & Record<string, unknown>;

/** The rows of all tables, by the table's name. */
export class RowStore {
  readonly #journal: MetadataJournal;
  readonly #read: Database.Statement;
  readonly #put: Database.Statement;
  readonly #remove: Database.Statement;
  readonly #clear: Database.Statement;

  constructor(journal: MetadataJournal) {
    const { database } = journal;
    database.exec(`
      CREATE TABLE IF NOT EXISTS entity (
        name TEXT NOT NULL, partition TEXT NOT NULL, row TEXT NOT NULL, json TEXT NOT NULL,
        PRIMARY KEY (name, partition, row)
      ) WITHOUT ROWID;
    `);
    this.#journal = journal;
    this.#read = database.prepare(
      `SELECT json FROM entity WHERE name = ? AND (partition, row) >= (?, ?) AND (partition, row) <= (?, ?)
       ORDER BY partition, row LIMIT ?`,
    );
    this.#put = database.prepare(
      'INSERT OR REPLACE INTO entity (name, partition, row, json) VALUES (?, ?, ?, ?)',
    );
    this.#remove = database.prepare('DELETE FROM entity WHERE name = ? AND partition = ? AND row = ?');
    this.#clear = database.prepare('DELETE FROM entity WHERE name = ?');
  }

  /** The first rows from one key to another, both included. */
  read(name: string, from: RowKeys, to: RowKeys, limit: number): TableRow[] {
    const found = this.#read.all(name, from.PartitionKey, from.RowKey, to.PartitionKey, to.RowKey, limit);
    return (found as Array<{ json: string }>).map(({ json }) => JSON.parse(json) as TableRow);
  }

  put(name: string, row: TableRow): void {
    this.#journal.change(() => this.#put.run(name, row.PartitionKey, row.RowKey, JSON.stringify(row)));
  }

  remove(name: string, { PartitionKey, RowKey }: RowKeys): void {
    this.#journal.change(() => this.#remove.run(name, PartitionKey, RowKey));
  }

  clear(name: string): void {
    this.#journal.change(() => this.#clear.run(name));
  }
}
