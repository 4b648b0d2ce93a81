import type Database from 'libsql';
import type { ParentInstance } from '../protocol/history-events.ts';
import type { InstanceRow, RuntimeStatus } from './instance-row.ts';
import { isLive } from './schema.ts';

const columns = `key, instance_id, execution_id, name, version, status, input, output, custom_status, parent,
  generation, is_entity, created_ms, updated_ms`;

/** Which instances a list or a purge means; times are inclusive. */
export type InstanceFilter = {
  prefix?: string;
  createdFromMs?: number;
  createdToMs?: number;
  /** No restriction when empty. */
  statuses?: readonly string[];
  /** Only entities, and with these bounds for the time of their last operation. */
  onlyEntities?: boolean;
  updatedFromMs?: number;
  updatedToMs?: number;
  /** Only ids from this one on. */
  fromId?: string;
  limit?: number;
};

/** The rows of `instances`. */
export class InstanceTable {
  readonly #database: Database.Database;
  readonly #insert: Database.Statement;
  readonly #update: Database.Statement;
  readonly #updateProgress: Database.Statement;
  readonly #byId: Database.Statement;
  readonly #byKey: Database.Statement;
  readonly #live: Database.Statement;
  readonly #delete: Database.Statement;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#insert = database.prepare(
      `INSERT INTO instances (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#update = database.prepare(
      `UPDATE instances SET execution_id = ?, status = ?, input = ?, output = ?, custom_status = ?, generation = ?,
        created_ms = ?, updated_ms = ? WHERE key = ?`,
    );
    this.#updateProgress = database.prepare(
      'UPDATE instances SET status = ?, output = ?, custom_status = ?, updated_ms = ? WHERE key = ?',
    );
    this.#byId = database.prepare(`SELECT ${columns} FROM instances WHERE instance_id = ?`);
    this.#byKey = database.prepare(`SELECT ${columns} FROM instances WHERE key = ?`);
    this.#live = database.prepare(`SELECT ${columns} FROM instances WHERE ${isLive} ORDER BY key`);
    this.#delete = database.prepare('DELETE FROM instances WHERE key = ?');
  }

  insert(row: InstanceRow): void {
    this.#insert.run([
      row.key,
      row.instanceId,
      row.executionId,
      row.name,
      row.version,
      row.status,
      row.input,
      row.output,
      row.customStatus,
      row.parent === null ? null : JSON.stringify(row.parent),
      row.generation,
      row.isEntity ? 1 : 0,
      row.createdMs,
      row.updatedMs,
    ]);
  }

  /** Writes all that can change in an instance's life. */
  update(row: InstanceRow): void {
    this.#update.run([
      row.executionId,
      row.status,
      row.input,
      row.output,
      row.customStatus,
      row.generation,
      row.createdMs,
      row.updatedMs,
      row.key,
    ]);
  }

  /** Writes what a turn changes that does not begin a new execution. */
  updateProgress({ key, status, output, customStatus, updatedMs }: InstanceRow): void {
    this.#updateProgress.run([status, output, customStatus, updatedMs, key]);
  }

  find(instanceId: string): InstanceRow | undefined {
    const found = this.#byId.get([instanceId]);
    return found === undefined ? undefined : rowOf(found);
  }

  findByKey(key: number): InstanceRow | undefined {
    const found = this.#byKey.get([key]);
    return found === undefined ? undefined : rowOf(found);
  }

  /** Every orchestration that has not ended, oldest first. */
  live(): InstanceRow[] {
    return this.#live.all([]).map(rowOf);
  }

  /** In the order of their ids. */
  list(filter: InstanceFilter): InstanceRow[] {
    const conditions: string[] = [];
    const values: (string | number)[] = [];
    const where = (condition: string, ...added: (string | number)[]): void => {
      conditions.push(condition);
      values.push(...added);
    };
    // A range, which the index serves; no id goes on with the last character there is.
    if (filter.prefix)
      where('instance_id >= ? AND instance_id < ?', filter.prefix, `${filter.prefix}\u{10ffff}`);
    if (filter.createdFromMs !== undefined) where('created_ms >= ?', filter.createdFromMs);
    if (filter.createdToMs !== undefined) where('created_ms <= ?', filter.createdToMs);
    if (filter.onlyEntities) where('is_entity = 1');
    if (filter.updatedFromMs !== undefined) where('updated_ms >= ?', filter.updatedFromMs);
    if (filter.updatedToMs !== undefined) where('updated_ms <= ?', filter.updatedToMs);
    if (filter.fromId !== undefined) where('instance_id >= ?', filter.fromId);
    if (filter.statuses?.length) {
      where(`status IN (${filter.statuses.map(() => '?').join(', ')})`, ...filter.statuses);
    }
    const condition = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    const limit = filter.limit === undefined ? '' : `LIMIT ${filter.limit}`;
    return this.#database
      .prepare(`SELECT ${columns} FROM instances ${condition} ORDER BY instance_id ${limit}`)
      .all(values)
      .map(rowOf);
  }

  delete(key: number): void {
    this.#delete.run([key]);
  }

  /** The highest key in use, 0 when there is none. */
  lastKey(): number {
    return (
      (this.#database.prepare('SELECT max(key) AS last FROM instances').get([]) as { last: number | null })
        .last ?? 0
    );
  }
}

type StoredRow = {
  key: number;
  instance_id: string;
  execution_id: string;
  name: string;
  version: string | null;
  status: RuntimeStatus;
  input: string | null;
  output: string | null;
  custom_status: string | null;
  parent: string | null;
  generation: number | null;
  is_entity: number;
  created_ms: number;
  updated_ms: number;
};

function rowOf(found: unknown): InstanceRow {
  const stored = found as StoredRow;
  return {
    key: stored.key,
    instanceId: stored.instance_id,
    executionId: stored.execution_id,
    name: stored.name,
    version: stored.version,
    status: stored.status,
    input: stored.input,
    output: stored.output,
    customStatus: stored.custom_status,
    parent: stored.parent === null ? null : (JSON.parse(stored.parent) as ParentInstance),
    generation: stored.generation,
    isEntity: stored.is_entity === 1,
    createdMs: stored.created_ms,
    updatedMs: stored.updated_ms,
  };
}
