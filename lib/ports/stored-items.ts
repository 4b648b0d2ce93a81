import type { Shelf, StoredItem } from '../../contract/keeping.ts';

/** What is stored, shelf by shelf, for those who clean up. */
export interface StoredItems {
  /** One page in the order of names, from `cursor` on; no cursor behind the last page. */
  list(shelf: Shelf, cursor?: string): Promise<{ items: StoredItem[]; cursor?: string }>;
  /** Absent ones are fine. */
  delete(shelf: Shelf, names: readonly string[]): Promise<void>;
}
