import type Database from 'libsql';
import { CodeTable } from './code-table.ts';
import { CommitGroup, type CommitWatch } from './commit-group.ts';
import { HistoryTable } from './history-table.ts';
import { InboxTable } from './inbox-table.ts';
import { InstanceTable } from './instance-table.ts';
import { closeDatabase, openDatabase } from './open-database.ts';

/** All that is on disk, and the one way to change it: through `changes`. */
export type Store = {
  instances: InstanceTable;
  history: HistoryTable;
  inbox: InboxTable;
  code: CodeTable;
  changes: CommitGroup;
  /** Removes an instance with all that belongs to it; to be called within a change. */
  remove(key: number): void;
  newKey(): number;
  close(): void;
  /** The open database, for the engine that comes after a crash. */
  database: Database.Database;
};

/** Opens a file, or takes over the database that a crashed engine has left. */
export function openStore(file: string | Database.Database, watch: CommitWatch): Store {
  const database = typeof file === 'string' ? openDatabase(file) : file;
  const instances = new InstanceTable(database);
  const history = new HistoryTable(database);
  const inbox = new InboxTable(database);
  let lastKey = instances.lastKey();
  return {
    instances,
    history,
    inbox,
    code: new CodeTable(database),
    changes: new CommitGroup(database, watch),
    remove(key) {
      instances.delete(key);
      history.delete(key);
      inbox.deleteOf(key);
    },
    newKey: () => ++lastKey,
    close: () => closeDatabase(database),
    database,
  };
}
