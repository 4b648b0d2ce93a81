import type { LaneRow } from '../../../contract/lanes.ts';
import type { Lanes } from '../../../lib/ports/lanes.ts';

/** Rows of lanes in memory. */
export class FakeLanes implements Lanes {
  readonly rows = new Map<string, { row: LaneRow; version: number }>();
  /** Every row that was written, in order. */
  readonly written: LaneRow[] = [];

  async read(site: string): Promise<{ row: LaneRow; etag: string | undefined }> {
    const stored = this.rows.get(site);
    return stored
      ? { row: structuredClone(stored.row), etag: String(stored.version) }
      : { row: { dropped: [] }, etag: undefined };
  }

  async write(site: string, row: LaneRow, etag: string | undefined): Promise<'written' | 'conflict'> {
    const stored = this.rows.get(site);
    if ((stored && String(stored.version)) !== etag) return 'conflict';
    this.rows.set(site, { row: structuredClone(row), version: (stored?.version ?? 0) + 1 });
    this.written.push(structuredClone(row));
    return 'written';
  }
}
