import type { KeepingProgress, Shelf, StoredItem } from '../../../contract/keeping.ts';
import type { KeepingNotes } from '../../../lib/ports/keeping-notes.ts';
import type { StoredItems } from '../../../lib/ports/stored-items.ts';

/** Shelves in memory, in pages of `pageSize` items. */
export class FakeStoredItems implements StoredItems {
  readonly shelves = new Map<string, Map<string, StoredItem>>();
  pageSize = 2;

  add(shelf: Shelf, name: string, writtenAt: string): void {
    this.itemsOf(shelf).set(name, { name, writtenAt });
  }

  names(shelf: Shelf): string[] {
    return [...this.itemsOf(shelf).keys()].sort();
  }

  itemsOf(shelf: Shelf): Map<string, StoredItem> {
    const key = `${shelf.kind}/${'site' in shelf ? shelf.site : ''}`;
    const items = this.shelves.get(key) ?? new Map<string, StoredItem>();
    this.shelves.set(key, items);
    return items;
  }

  async list(shelf: Shelf, cursor = ''): Promise<{ items: StoredItem[]; cursor?: string }> {
    const names = this.names(shelf).filter((name) => name >= cursor);
    const next = names[this.pageSize];
    const items = names.slice(0, this.pageSize).flatMap((name) => this.itemsOf(shelf).get(name) ?? []);
    return { items, ...(next === undefined ? {} : { cursor: next }) };
  }

  async delete(shelf: Shelf, names: readonly string[]): Promise<void> {
    for (const name of names) this.itemsOf(shelf).delete(name);
  }
}

export class FakeKeepingNotes implements KeepingNotes {
  progress: KeepingProgress = { collectedAt: {} };

  async read(): Promise<KeepingProgress> {
    return structuredClone(this.progress);
  }

  async write(progress: KeepingProgress): Promise<void> {
    this.progress = structuredClone(progress);
  }
}
