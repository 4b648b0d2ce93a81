import { describe, expect, test } from 'vitest';
import type { Shelf } from '../../contract/keeping.ts';
import type { StoredItems } from '../../lib/ports/stored-items.ts';

export type StoredItemsUnderTest = {
  items: StoredItems;
  add(shelf: Shelf, name: string): Promise<void>;
};

const shelves: Shelf[] = [
  { kind: 'deliveries' },
  { kind: 'plans' },
  { kind: 'cancellations' },
  { kind: 'idempotencyKeys' },
  { kind: 'rejectedEvents' },
  { kind: 'logs' },
  { kind: 'manifests', site: 'blog' },
  { kind: 'objects', site: 'blog' },
  { kind: 'buildReports', site: 'blog' },
  { kind: 'caches', site: 'blog' },
];

/** What the app relies on of any StoredItems. */
export function storedItemsContract(name: string, make: () => StoredItemsUnderTest): void {
  describe(`stored items of ${name}`, () => {
    test('are none where nothing was ever stored', async () => {
      const { items } = make();
      const shelf = { kind: 'objects', site: 'never' } as const;
      expect(await items.list(shelf)).toEqual({ items: [] });
      await items.delete(shelf, ['absent']);
    });

    test('lie on shelves of their own, each with its name and time', async () => {
      const { items, add } = make();
      for (const shelf of shelves) await add(shelf, `of-${shelf.kind}/1`);
      for (const shelf of shelves) {
        const listed = await items.list(shelf);
        expect(listed.items.map((item) => item.name)).toEqual([`of-${shelf.kind}/1`]);
        expect(listed.items[0]?.writtenAt).toMatch(/^20\d\d-\d\d-\d\dT.*Z$/);
      }
      await items.delete({ kind: 'plans' }, ['of-plans/1', 'absent']);
      expect(await items.list({ kind: 'plans' })).toEqual({ items: [] });
      for (const shelf of shelves) await items.delete(shelf, [`of-${shelf.kind}/1`]);
    });

    test('are listed page by page, in the order of names, however many were deleted meanwhile', async () => {
      const { items, add } = make();
      const shelf = { kind: 'objects', site: 'pages' } as const;
      const names = Array.from({ length: 7 }, (_, n) => `object-${n}`);
      for (const each of names) await add(shelf, each);
      const seen: string[] = [];
      for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
        const page = await items.list(shelf, cursor);
        seen.push(...page.items.map((item) => item.name));
        await items.delete(
          shelf,
          page.items.map((item) => item.name),
        );
        cursor = page.cursor;
      }
      expect(seen).toEqual(names);
      expect((await items.list(shelf)).items).toEqual([]);
    });
  });
}
