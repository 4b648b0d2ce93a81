import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { schema } from './schema.ts';

export type { Database };

/**
 * Opens the file, or memory for ':memory:', and makes the tables that are missing.
 * In WAL mode a commit survives the end of the process without a sync of the disk, which only a power cut needs.
 */
export function openDatabase(file: string): Database.Database {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  // 16 MB of log before it is copied into the file, which needs a sync: four times the default.
  database.pragma('wal_autocheckpoint = 4000');
  database.pragma('cache_size = -32000');
  database.exec(schema);
  return database;
}
