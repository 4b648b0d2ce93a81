import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { glob } from 'tinyglobby';

/** Hashes of an app's files of code by their paths, `dist/main.js` for example. */
export type FileHashes = Readonly<Record<string, string>>;

/** An app with more files than this brings along what is no code of its functions; it is not looked through. */
const mostFiles = 5_000;

/** As they were when this process first loaded the app: it evaluates a module once, whatever becomes of the file. */
const known = new Map<string, Promise<FileHashes | undefined>>();

/**
 * Hashes an app's scripts and the versions of its packages, all but node_modules and hidden folders. Undefined when
 * they can't be read or are too many.
 */
export function hashAppFiles(directory: string): Promise<FileHashes | undefined> {
  const hashes = known.get(directory) ?? readAll(directory).catch(() => undefined);
  known.set(directory, hashes);
  return hashes;
}

async function readAll(directory: string): Promise<FileHashes | undefined> {
  const paths = await glob(['**/*.{js,cjs,mjs}', 'package.json', 'package-lock.json'], {
    cwd: directory,
    ignore: ['**/node_modules/**'],
    followSymbolicLinks: false,
  });
  if (paths.length > mostFiles) return undefined;
  const entries = await Promise.all(
    paths.sort().map(async (path) => [path, shortHash(await readFile(join(directory, path)))] as const),
  );
  return Object.fromEntries(entries);
}

/** Long enough to tell versions of a text apart. */
export function shortHash(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}
