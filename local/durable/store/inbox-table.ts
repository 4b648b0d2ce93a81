import type Database from 'libsql';
import type { HistoryEvent } from '../protocol/history-events.ts';

export type StoredMessage = { sequence: number; key: number; event: HistoryEvent };

/** The rows of `inbox`, in order of arrival. */
export class InboxTable {
  readonly #insert: Database.Statement;
  readonly #delete: Database.Statement;
  readonly #deleteOf: Database.Statement;
  readonly #all: Database.Statement;
  #next: number;

  constructor(database: Database.Database) {
    this.#insert = database.prepare('INSERT INTO inbox (sequence, key, event) VALUES (?, ?, ?)');
    this.#delete = database.prepare('DELETE FROM inbox WHERE sequence = ?');
    this.#deleteOf = database.prepare('DELETE FROM inbox WHERE key = ?');
    this.#all = database.prepare('SELECT sequence, key, event FROM inbox ORDER BY sequence');
    // What a crash left behind for instances that have ended meanwhile.
    database.exec(
      `DELETE FROM inbox WHERE key NOT IN
        (SELECT key FROM instances WHERE status IN ('Pending', 'Running', 'Suspended'))`,
    );
    const last = database.prepare('SELECT max(sequence) AS last FROM inbox').get([]);
    this.#next = ((last as { last: number | null }).last ?? 0) + 1;
  }

  /** Returns the message's sequence number. */
  insert(key: number, event: HistoryEvent): number {
    const sequence = this.#next++;
    this.#insert.run([sequence, key, JSON.stringify(event)]);
    return sequence;
  }

  delete(sequence: number): void {
    this.#delete.run([sequence]);
  }

  deleteOf(key: number): void {
    this.#deleteOf.run([key]);
  }

  all(): StoredMessage[] {
    const rows = this.#all.all([]) as { sequence: number; key: number; event: string }[];
    return rows.map((row) => ({
      sequence: row.sequence,
      key: row.key,
      event: JSON.parse(row.event) as HistoryEvent,
    }));
  }
}
