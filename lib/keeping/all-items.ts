import type { Shelf, StoredItem } from '../../contract/keeping.ts';
import type { StoredItems } from '../ports/stored-items.ts';

/** Everything on a shelf that holds few things. */
export async function allItems(storedItems: StoredItems, shelf: Shelf): Promise<StoredItem[]> {
  const items: StoredItem[] = [];
  let cursor: string | undefined;
  do {
    const page = await storedItems.list(shelf, cursor);
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return items;
}
