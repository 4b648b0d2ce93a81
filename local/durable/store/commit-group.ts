import type Database from 'libsql';

/** One change: what it writes, and what may happen only once that is on disk. */
export type Change = {
  write(): void;
  afterwards?(): void;
};

/** A group of this size is committed at once: more of it would save nothing. */
const fullGroup = 256;

/** Hears of each change when it is added and when it is done, and of a transaction that failed. */
export type CommitWatch = { begin(): void; end(): void; onError(error: unknown): void };

/**
 * Gathers the changes that become ready in one tick of the event loop and commits them in one transaction, in the
 * order in which they were added. Nothing is visible or dispatched before its commit.
 */
export class CommitGroup {
  readonly #database: Database.Database;
  readonly #watch: CommitWatch;
  #changes: Change[] = [];
  #scheduled = false;

  constructor(database: Database.Database, watch: CommitWatch) {
    this.#database = database;
    this.#watch = watch;
  }

  add(change: Change): void {
    this.#changes.push(change);
    this.#watch.begin();
    if (this.#changes.length >= fullGroup) {
      this.flush();
      return;
    }
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.flush());
  }

  /** Resolves when the change is committed. */
  commit(write: () => void, afterwards?: () => void): Promise<void> {
    return new Promise((resolve) => {
      this.add({
        write,
        afterwards: () => {
          afterwards?.();
          resolve();
        },
      });
    });
  }

  /** Commits now what is waiting. */
  flush(): void {
    this.#scheduled = false;
    const changes = this.#changes;
    if (changes.length === 0) return;
    this.#changes = [];
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      for (const change of changes) change.write();
      this.#database.exec('COMMIT');
    } catch (error) {
      // The changes are lost as a whole, as in a crash; the state in memory no longer matches the file.
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
      this.#watch.onError(error);
      for (const _ of changes) this.#watch.end();
      return;
    }
    for (const change of changes) {
      change.afterwards?.();
      this.#watch.end();
    }
  }
}
