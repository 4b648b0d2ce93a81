import { describe, expect, test } from 'vitest';
import type { LaneRow } from '../../contract/lanes.ts';
import type { Lanes } from '../../lib/ports/lanes.ts';
import { aWant } from '../support/builders.ts';

/** What the app relies on of any Lanes. */
export function lanesContract(name: string, make: () => Lanes): void {
  describe(`lanes of ${name}`, () => {
    test('are empty where nobody has written', async () => {
      expect(await make().read('nobody')).toEqual({ row: { dropped: [] }, etag: undefined });
    });

    test('are written only over the row that was read', async () => {
      const lanes = make();
      const row: LaneRow = { dropped: [], want: aWant('one', { force: true }) };
      expect(await lanes.write('blog', row, undefined)).toBe('written');
      expect(await lanes.write('blog', { dropped: [] }, undefined)).toBe('conflict');
      const first = await lanes.read('blog');
      expect(first.row).toEqual(row);
      expect(await lanes.write('blog', { dropped: [] }, first.etag)).toBe('written');
      expect(await lanes.write('blog', row, first.etag)).toBe('conflict');
      expect((await lanes.read('blog')).row).toEqual({ dropped: [] });
      expect(await lanes.write('shop', row, first.etag)).toBe('conflict');
    });

    test('let one of many simultaneous writes win', async () => {
      const lanes = make();
      const writes = Array.from({ length: 6 }, () => lanes.write('docs', { dropped: [] }, undefined));
      expect((await Promise.all(writes)).filter((result) => result === 'written')).toHaveLength(1);
    });

    test('have room for the longest row', async () => {
      const lanes = make();
      const dropped = Array.from({ length: 40 }, (_, n) => ({
        want: aWant(`${n}`, { pushed: 'f'.repeat(40), batch: 'b'.repeat(30) }),
        status: 'failed' as const,
        message: 'ü'.repeat(300),
        sha: 'f'.repeat(40),
        bySha: 'f'.repeat(40),
      }));
      expect(await lanes.write('long', { dropped }, undefined)).toBe('written');
      expect((await lanes.read('long')).row.dropped).toEqual(dropped);
    });
  });
}
