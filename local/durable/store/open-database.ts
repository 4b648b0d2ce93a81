import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { addedColumns, schema } from './schema.ts';

/**
 * Opens the file, or memory for ':memory:', and makes the tables that are missing.
 * In WAL mode a commit survives the end of the process without a sync of the disk, which only a power cut needs.
 * A second process with the same file would run everything twice: it is refused until the first one has ended.
 */
export function openDatabase(file: string): Database.Database {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const database = new Database(file);
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('locking_mode = EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE; COMMIT');
  } catch (error) {
    database.close();
    if (!isLocked(error)) throw error;
    throw new Error(`The file '${file}' is in use by another process.`, { cause: error });
  }
  database.pragma('synchronous = NORMAL');
  // 16 MB of log before it is copied into the file, which needs a sync: four times the default.
  database.pragma('wal_autocheckpoint = 4000');
  database.pragma('cache_size = -32000');
  database.exec(schema);
  for (const added of addedColumns) addColumn(database, added);
  return database;
}

function addColumn(
  database: Database.Database,
  { table, column, type }: (typeof addedColumns)[number],
): void {
  const present = database.prepare(`SELECT name FROM pragma_table_info('${table}')`).all([]) as {
    name: string;
  }[];
  if (present.some(({ name }) => name === column)) return;
  database.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
}

/**
 * Brings the log into the file and gives back the lock, which SQLite does only outside WAL mode; prepared statements
 * keep the connection itself until they are collected.
 */
export function closeDatabase(database: Database.Database): void {
  database.pragma('journal_mode = DELETE');
  database.pragma('locking_mode = NORMAL');
  database.exec('BEGIN IMMEDIATE; COMMIT');
  database.close();
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && /locked|busy/i.test(error.message);
}
