import type Database from 'libsql';
import type { CommittedTurn, CrashPoint } from '../seams.ts';

/** One change: what it writes, and what may happen only once that is on disk. */
export type Change = {
  write(): void;
  afterwards?(): void;
  /** Called instead when it could not be committed. */
  failed?(error: unknown): void;
  /** The turn whose effects these are. */
  turn?: CommittedTurn;
};

/** A group of this size is committed at once: more of it would save nothing. */
const fullGroup = 256;

/** Hears of each change when it is added and when it is done, and of a transaction that failed. */
export type CommitWatch = {
  begin(): void;
  end(): void;
  onError(error: unknown): void;
  /** A seam for tests: true when the process is to die here. */
  crashesAt?(point: CrashPoint, turns: readonly CommittedTurn[]): boolean;
};

/** What a caller gets whose change was not acknowledged before the process died. */
const crashed = 'The engine has crashed.';

/**
 * Gathers the changes that become ready in one tick of the event loop and commits them in one transaction, in the
 * order in which they were added. Nothing is visible or dispatched before its commit.
 */
export class CommitGroup {
  readonly #database: Database.Database;
  readonly #watch: CommitWatch;
  #changes: Change[] = [];
  #scheduled = false;
  #isClosed = false;

  constructor(database: Database.Database, watch: CommitWatch) {
    this.#database = database;
    this.#watch = watch;
  }

  add(change: Change): void {
    if (this.#isClosed) {
      change.failed?.(new Error('The engine has stopped.'));
      return;
    }
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

  /** Resolves when the change is committed, rejects when it can't be. */
  commit(write: () => void, afterwards?: () => void, turn?: CommittedTurn): Promise<void> {
    return new Promise((resolve, reject) => {
      this.add({
        write,
        ...(turn && { turn }),
        afterwards: () => {
          afterwards?.();
          resolve();
        },
        failed: reject,
      });
    });
  }

  /** Commits now what is waiting. */
  flush(): void {
    this.#scheduled = false;
    const changes = this.#changes;
    this.#changes = [];
    if (changes.length === 0) return;
    const problem = this.#write(changes);
    if (this.#isClosed) this.#drop(changes);
    else if (problem === undefined) this.#finish(changes);
    // One that can't be written must not take the others with it.
    else for (const change of changes) this.#commitAlone(change);
  }

  /** Commits what is waiting, and refuses what comes after. */
  close(): void {
    this.flush();
    this.#isClosed = true;
  }

  /** Forgets what is not committed, as the end of the process does, and refuses what comes after. */
  crash(): void {
    this.#isClosed = true;
    const changes = this.#changes;
    this.#changes = [];
    this.#drop(changes);
  }

  #drop(changes: readonly Change[]): void {
    for (const change of changes) {
      change.failed?.(new Error(crashed));
      this.#watch.end();
    }
  }

  /** Whether the process is to die here; from then on nothing is taken. */
  #crashes(point: CrashPoint, changes: readonly Change[]): boolean {
    if (!this.#watch.crashesAt) return false;
    const turns = changes.flatMap((change) => change.turn ?? []);
    if (!this.#watch.crashesAt(point, turns)) return false;
    this.#isClosed = true;
    return true;
  }

  #commitAlone(change: Change): void {
    const problem = this.#write([change]);
    if (problem === undefined) {
      this.#finish([change]);
      return;
    }
    this.#watch.onError(problem.error);
    change.failed?.(problem.error);
    this.#watch.end();
  }

  #write(changes: readonly Change[]): { error: unknown } | undefined {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      for (const change of changes) change.write();
      if (this.#crashes('afterHistoryAppend', changes)) throw new Error(crashed);
      this.#database.exec('COMMIT');
      this.#crashes('beforeAcknowledging', changes);
      return undefined;
    } catch (error) {
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
      return { error };
    }
  }

  #finish(changes: readonly Change[]): void {
    for (const change of changes) {
      change.afterwards?.();
      this.#watch.end();
    }
    if (this.#crashes('betweenCommits', changes)) this.crash();
  }
}
