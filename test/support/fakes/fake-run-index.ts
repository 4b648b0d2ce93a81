import type { ItemQuery, RunPage, RunQuery, RunRow } from '../../../contract/runs.ts';
import { SlipwayError } from '../../../lib/errors.ts';
import type { RunIndex } from '../../../lib/ports/run-index.ts';

/** Rows of runs in memory. */
export class FakeRunIndex implements RunIndex {
  readonly rows = new Map<string, RunRow>();

  async add(row: RunRow): Promise<'added' | 'known'> {
    if (this.rows.has(row.id)) return 'known';
    await this.put(row);
    return 'added';
  }

  async put(row: RunRow): Promise<void> {
    this.rows.set(row.id, structuredClone(row));
  }

  async read(id: string): Promise<RunRow | undefined> {
    return structuredClone(this.rows.get(id));
  }

  async list(query: RunQuery): Promise<RunPage> {
    if (query.cursor && !/^\d+$/.test(query.cursor))
      throw new SlipwayError('invalid-request', 'The cursor is not one of an earlier answer.');
    const found = this.#newestFirst().filter(
      (row) =>
        (!query.kind || row.kind === query.kind) &&
        (!query.site || row.site === query.site) &&
        (!query.job || row.job === query.job) &&
        !row.parent &&
        (!query.statuses?.length || query.statuses.includes(row.status)) &&
        (!query.since || row.requestedAt >= query.since) &&
        row.id.startsWith(query.prefix ?? ''),
    );
    const from = Number(query.cursor ?? 0);
    const end = from + query.top;
    return structuredClone({
      rows: found.slice(from, end),
      ...(end < found.length ? { cursor: String(end) } : {}),
    });
  }

  async expired(now: string, count: number): Promise<RunRow[]> {
    const due = [...this.rows.values()].filter(({ expiresAt }) => expiresAt !== undefined && expiresAt < now);
    const byTime = due.sort((one, other) => ((one.expiresAt ?? '') < (other.expiresAt ?? '') ? -1 : 1));
    return structuredClone(byTime.slice(0, count));
  }

  async remove({ id }: RunRow): Promise<void> {
    this.rows.delete(id);
  }

  async listItems({ parent, statuses, top, cursor }: ItemQuery): Promise<RunPage> {
    if (cursor && !/^[a-z0-9-]+$/.test(cursor))
      throw new SlipwayError('invalid-request', 'The cursor is not one of an earlier answer.');
    const key = (row: RunRow): string => row.parent?.item.replace(/^\d+$/, (n) => n.padStart(6, '0')) ?? '';
    const found = [...this.rows.values()]
      .filter((row) => row.parent?.runId === parent && (!statuses?.length || statuses.includes(row.status)))
      .filter((row) => key(row) > (cursor ?? ''))
      .sort((one, other) => (key(one) < key(other) ? -1 : 1));
    const rows = found.slice(0, top);
    const last = rows.at(-1);
    return structuredClone({ rows, ...(last && found.length > top ? { cursor: key(last) } : {}) });
  }

  async removeBefore(requestedAt: string, count: number): Promise<string[]> {
    const old = this.#newestFirst().filter((row) => row.requestedAt < requestedAt && !row.parent);
    const items = old.flatMap(({ id }) => [...this.rows.values()].filter((row) => row.parent?.runId === id));
    const ids = [...items, ...old].slice(0, count).map(({ id }) => id);
    for (const id of ids) this.rows.delete(id);
    return ids;
  }

  #newestFirst(): RunRow[] {
    const key = ({ requestedAt, id }: RunRow): string => `${1e14 - Date.parse(requestedAt)}-${id}`;
    return [...this.rows.values()].sort((one, other) => (key(one) < key(other) ? -1 : 1));
  }
}
