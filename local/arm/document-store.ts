import Database from 'libsql';

/** JSON documents by kind and id, in one SQLite file; a write that returned survives a `kill -9` of the process. */
export class DocumentStore {
  readonly #database: InstanceType<typeof Database>;
  readonly #put: Database.Statement;

  /** @param file path of the SQLite file, or ':memory:' */
  constructor(file: string) {
    this.#database = new Database(file, { timeout: 1_000 });
    try {
      // The lock is held until the process ends: a second emulator on the file would end the first one's containers.
      this.#database.pragma('locking_mode = EXCLUSIVE');
      this.#database.pragma('journal_mode = TRUNCATE');
      // What is lost with the machine does not matter: its processes are gone too.
      this.#database.pragma('synchronous = OFF');
      this.#database.exec('BEGIN EXCLUSIVE');
      this.#database.exec(
        'CREATE TABLE IF NOT EXISTS documents (kind TEXT, id TEXT, body TEXT, PRIMARY KEY (kind, id))',
      );
      this.#database.exec('COMMIT');
      this.#put = this.#database.prepare('INSERT OR REPLACE INTO documents VALUES (?, ?, ?)');
    } catch (cause) {
      this.#database.close();
      const { code, message } = cause as Error & { code?: string };
      const what = code === 'SQLITE_BUSY' ? 'another local cloud is using it' : message;
      throw Object.assign(new Error(`The ARM emulator cannot use its file '${file}': ${what}.`, { cause }), {
        code,
      });
    }
  }

  put(kind: string, id: string, document: unknown): void {
    this.#put.run(kind, id, JSON.stringify(document));
  }

  remove(kind: string, id: string): void {
    this.#database.prepare('DELETE FROM documents WHERE kind = ? AND id = ?').run(kind, id);
  }

  /** Removes the documents whose id begins with `prefix`. */
  removeUnder(kind: string, prefix: string): void {
    this.#database
      .prepare('DELETE FROM documents WHERE kind = ? AND substr(id, 1, ?) = ?')
      .run(kind, prefix.length, prefix);
  }

  get<Document>(kind: string, id: string): Document | undefined {
    const row = this.#database
      .prepare('SELECT body FROM documents WHERE kind = ? AND id = ?')
      .get(kind, id) as { body: string } | undefined;
    return row && (JSON.parse(row.body) as Document);
  }

  /** All documents of a kind, as they were put. */
  all<Document>(kind: string): Document[] {
    const rows = this.#database
      .prepare('SELECT body FROM documents WHERE kind = ? ORDER BY rowid')
      .all(kind) as { body: string }[];
    return rows.map(({ body }) => JSON.parse(body) as Document);
  }

  close(): void {
    // Closing alone keeps the lock for as long as a statement waits for the garbage collector.
    this.#database.pragma('locking_mode = NORMAL');
    this.all('none');
    this.#database.close();
  }
}
