import type Database from 'libsql';
import type { HistoryEvent } from '../protocol/history-events.ts';
import { isLive } from './schema.ts';

/** The inputs of activities, by sequence id: the text that the trigger gets, or null for none. */
export type ActivityInputs = Record<number, string | null>;

export type StoredHistory = {
  events: HistoryEvent[];
  /** The events as JSON texts joined by commas, as a turn sends them once they are played. */
  text: string;
  turns: number;
  inputs: ActivityInputs;
};

type StoredTurn = { turn: number; events: string; inputs: string | null };

/** The rows of `history`: one for each turn of an instance's present execution. */
export class HistoryTable {
  readonly #insert: Database.Statement;
  readonly #select: Database.Statement;
  readonly #selectLive: Database.Statement;
  readonly #delete: Database.Statement;
  readonly #code: Database.Statement;

  constructor(database: Database.Database) {
    this.#insert = database.prepare(
      'INSERT INTO history (key, turn, events, inputs, code) VALUES (?, ?, ?, ?, ?)',
    );
    this.#select = database.prepare('SELECT turn, events, inputs FROM history WHERE key = ? ORDER BY turn');
    this.#selectLive = database.prepare(
      `SELECT history.key, turn, events, inputs FROM instances JOIN history USING (key)
        WHERE ${isLive} ORDER BY history.key, turn`,
    );
    this.#delete = database.prepare('DELETE FROM history WHERE key = ?');
    this.#code = database.prepare('SELECT code FROM history WHERE key = ? AND code IS NOT NULL LIMIT 1');
  }

  /** `code`: with which code the execution begins, in its first turn. */
  append(
    key: number,
    turn: number,
    text: string,
    inputs: ActivityInputs | undefined,
    code: string | null,
  ): void {
    this.#insert.run([key, turn, text, inputs === undefined ? null : JSON.stringify(inputs), code]);
  }

  codeAtStart(key: number): string | undefined {
    return (this.#code.get([key]) as { code: string | null } | undefined)?.code ?? undefined;
  }

  read(key: number): StoredHistory {
    return historyOf(this.#select.all([key]) as StoredTurn[]);
  }

  /** The histories of all that has not ended, by key: one query for thousands, where one each takes ten times as long. */
  readLive(): Map<number, StoredHistory> {
    const turnsOf = new Map<number, StoredTurn[]>();
    for (const found of this.#selectLive.iterate([])) {
      const row = found as StoredTurn & { key: number };
      const turns = turnsOf.get(row.key);
      if (turns) turns.push(row);
      else turnsOf.set(row.key, [row]);
    }
    return new Map([...turnsOf].map(([key, turns]) => [key, historyOf(turns)]));
  }

  delete(key: number): void {
    this.#delete.run([key]);
  }
}

/** The turns of one execution, in order. */
function historyOf(turns: readonly StoredTurn[]): StoredHistory {
  const text = turns.map(({ events }) => events).join(',');
  const inputs: ActivityInputs = {};
  for (const turn of turns) if (turn.inputs !== null) Object.assign(inputs, JSON.parse(turn.inputs));
  return {
    events: JSON.parse(`[${text}]`) as HistoryEvent[],
    text,
    turns: (turns.at(-1)?.turn ?? -1) + 1,
    inputs,
  };
}
