/**
 * Keeps Azurite's metadata safe from a sudden end. Azurite holds it in LokiJS, which writes its whole state to a file every
 * five seconds: whatever was acknowledged since the last time is lost by a kill, and the two files (blobs and their
 * extents) may disagree afterwards. Here every change goes into one SQLite database instead, all collections' changes in
 * one transaction, before the request that made it is answered. LokiJS itself tells which documents changed.
 */
import Database from 'libsql';

export type LokiDocument = { $loki: number };

type LokiCollection = {
  name: string;
  data: LokiDocument[];
  maxId: number;
  /** True makes LokiJS note the ids of changed documents. */
  isIncremental: boolean;
  dirtyIds: number[];
  idIndex: number[] | null;
  uniqueNames: string[];
  get(id: number): LokiDocument | null;
  update(document: LokiDocument): void;
  ensureId(): void;
  ensureAllIndexes(force: boolean): void;
  ensureUniqueIndex(field: string): void;
};

/** What we use of a LokiJS database. */
export type LokiDatabase = {
  isIncremental: boolean;
  collections: LokiCollection[];
  autosaveDisable(): void;
  saveDatabase(done?: (error?: Error) => void): void;
};

export class MetadataJournal {
  readonly database: Database.Database;
  readonly #lokis: Record<string, LokiDatabase>;
  readonly #put: Database.Statement;
  readonly #remove: Database.Statement;
  #lost: unknown;

  /** `lokis` by a name under which their documents are kept. They must be new: neither loaded nor initialised. */
  constructor(file: string, lokis: Record<string, LokiDatabase>) {
    this.database = new Database(file);
    this.database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS document (
        collection TEXT NOT NULL, id INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY (collection, id)
      ) WITHOUT ROWID;
    `);
    this.#put = this.database.prepare(
      'INSERT OR REPLACE INTO document (collection, id, json) VALUES (?, ?, ?)',
    );
    this.#remove = this.database.prepare('DELETE FROM document WHERE collection = ? AND id = ?');
    this.#lokis = lokis;
    for (const loki of Object.values(lokis)) {
      loki.autosaveDisable();
      loki.isIncremental = true;
      loki.saveDatabase = (done) => done?.();
    }
  }

  /** Fills the collections, which exist once Azurite's stores are initialised, with what was kept. */
  restore(): void {
    const read = this.database.prepare('SELECT json FROM document WHERE collection = ? ORDER BY id');
    for (const [key, collection] of this.#collections()) {
      const rows = read.all(key) as Array<{ json: string }>;
      collection.data = rows.map((row) => JSON.parse(row.json) as LokiDocument);
      collection.maxId = collection.data.at(-1)?.$loki ?? 0;
      collection.idIndex = null;
      collection.ensureId();
      collection.ensureAllIndexes(true);
      for (const field of collection.uniqueNames) collection.ensureUniqueIndex(field);
      collection.dirtyIds = [];
    }
  }

  /** Makes a change to the database itself that the next commit keeps, together with those of the collections. */
  change(work: () => void): void {
    try {
      if (!this.database.inTransaction) this.database.exec('BEGIN IMMEDIATE');
      work();
    } catch (error) {
      this.#forget(error);
      throw error;
    }
  }

  /** Writes all changes since the last time, or none of them. */
  commit(): void {
    const lost = this.#lost;
    this.#lost = undefined;
    if (lost !== undefined) throw lost;
    const changed = [...this.#collections()].filter(([, collection]) => collection.dirtyIds.length > 0);
    if (changed.length === 0 && !this.database.inTransaction) return;
    try {
      if (!this.database.inTransaction) this.database.exec('BEGIN IMMEDIATE');
      for (const [key, collection] of changed) {
        for (const id of new Set(collection.dirtyIds)) {
          const document = collection.get(id);
          if (document) this.#put.run(key, id, JSON.stringify(document));
          else this.#remove.run(key, id);
        }
      }
      this.database.exec('COMMIT');
    } catch (error) {
      this.#rollBack();
      throw error;
    }
    for (const [, collection] of changed) collection.dirtyIds = [];
  }

  close(): void {
    this.commit();
    this.database.close();
  }

  /** What others changed in the same transaction is lost with it, so their commit must fail, too. */
  #forget(error: unknown): void {
    this.#lost = error;
    this.#rollBack();
  }

  /** After some errors, a full disk's for one, SQLite has done so itself. */
  #rollBack(): void {
    if (this.database.inTransaction) this.database.exec('ROLLBACK');
  }

  *#collections(): Generator<[key: string, LokiCollection]> {
    for (const [name, loki] of Object.entries(this.#lokis)) {
      for (const collection of loki.collections) yield [`${name}/${collection.name}`, collection];
    }
  }
}
