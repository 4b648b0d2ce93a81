import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { CatalogSource } from '../ports/catalogs.ts';

/** A catalog kept as a file; `reference` is relative to `rootDirectory`. */
export function fileCatalogSource(rootDirectory: string, reference: string): CatalogSource {
  const file = path.resolve(rootDirectory, reference);
  return {
    name: reference,
    version: () =>
      whenPresent(async () => {
        const { mtimeMs, size, ino } = await stat(file);
        return `${mtimeMs}-${size}-${ino}`;
      }),
    read: () => whenPresent(() => readFile(file, 'utf8')),
  };
}

async function whenPresent<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
