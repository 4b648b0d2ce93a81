import type { FileShares, SharedFile, SharedFileContent } from '../../../lib/ports/file-shares.ts';

/** Shares in memory, each account with the key `key of ACCOUNT`. */
export class FakeFileShares implements FileShares {
  readonly #files = new Map<string, Uint8Array>();

  put(file: SharedFile, text: string): void {
    this.#files.set(keyOf(file), new TextEncoder().encode(text));
  }

  async read(file: SharedFile, accountKey: string, maxBytes: number): Promise<SharedFileContent> {
    if (accountKey !== `key of ${file.account}`) return { kind: 'refused' };
    const bytes = this.#files.get(keyOf(file));
    if (!bytes) return { kind: 'absent' };
    return bytes.length > maxBytes ? { kind: 'tooLarge', bytes: bytes.length } : { kind: 'found', bytes };
  }
}

function keyOf({ account, share, path }: SharedFile): string {
  return `${account}/${share}/${path}`;
}
