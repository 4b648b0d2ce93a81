import { describe, expect, test } from 'vitest';
import type { FileShares, SharedFile } from '../../lib/ports/file-shares.ts';

export type SharesBench = {
  shares: FileShares;
  /** The key of the account `store`. */
  key: string;
  put(file: SharedFile, text: string): Promise<void> | void;
};

/** What the app relies on of shares. */
export function fileSharesContract(name: string, make: () => Promise<SharesBench> | SharesBench): void {
  const file = (path: string): SharedFile => ({ account: 'store', share: 'results', path });

  describe(`file shares in ${name}`, () => {
    test('give a file in a folder of a share, and an empty one', async () => {
      const { shares, key, put } = await make();
      await put(file('a folder/sum.json'), '{"sum":3}');
      await put(file('empty'), '');
      const found = await shares.read(file('a folder/sum.json'), key, 9);
      expect(found.kind === 'found' && new TextDecoder().decode(found.bytes)).toBe('{"sum":3}');
      expect(await shares.read(file('empty'), key, 9)).toEqual({ kind: 'found', bytes: new Uint8Array() });
    });

    test('say that a file or its share is absent, that it is too large, that the key does not fit', async () => {
      const { shares, key, put } = await make();
      await put(file('here'), '123456789');
      expect(await shares.read(file('other'), key, 9)).toEqual({ kind: 'absent' });
      expect(await shares.read({ ...file('here'), share: 'missing' }, key, 9)).toEqual({ kind: 'absent' });
      expect(await shares.read(file('here'), key, 8)).toEqual({ kind: 'tooLarge', bytes: 9 });
      const wrong = Buffer.from('wrong').toString('base64');
      expect(await shares.read(file('here'), wrong, 9)).toEqual({ kind: 'refused' });
    });
  });
}
