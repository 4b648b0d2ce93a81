import type { LaneRow } from '../../contract/lanes.ts';

/** What is wanted of each site, one row each. */
export interface Lanes {
  /** An empty row where there is none yet. */
  read(site: string): Promise<{ row: LaneRow; etag: string | undefined }>;
  /** Writes only if the row is still the one of `etag` (undefined: none exists). */
  write(site: string, row: LaneRow, etag: string | undefined): Promise<'written' | 'conflict'>;
}
