import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { ReleaseFile } from '../../../contract/build.ts';
import { forEachConcurrently } from '../../../lib/for-each-concurrently.ts';
import { cacheControlOf, contentTypeOf, fingerprintIn } from './file-headers.ts';
import { type OutputFile, outputFiles } from './output-files.ts';

/** A file of the release with what its upload needs. */
export type BuiltFile = ReleaseFile & {
  /** Where the bytes lie on this disk. */
  location: string;
  md5: Uint8Array;
};

const openFiles = 8;
/** Each open file has one buffer of this size, however large it is. */
const chunkBytes = 256 * 1024;

/** Every file below `root`, sorted by path. */
export async function releaseFiles(root: string): Promise<BuiltFile[]> {
  const found = await outputFiles(root);
  const files = new Array<BuiltFile>(found.length);
  const buffers = Array.from({ length: openFiles }, () => Buffer.allocUnsafe(chunkBytes));
  await forEachConcurrently(found.entries(), openFiles, async ([index, file]) => {
    const buffer = buffers.pop() ?? Buffer.allocUnsafe(chunkBytes);
    files[index] = await describe(file, buffer);
    buffers.push(buffer);
  });
  return files;
}

/** Names the content of a commit: equal paths, bytes and headers of one commit are the same release. */
export function releaseId(commit: string, files: readonly ReleaseFile[]): string {
  const hash = createHash('sha256');
  for (const { path, sha256, contentType, cacheControl, contentEncoding = '' } of files) {
    hash.update(`${path}\0${sha256}\0${contentType}\0${cacheControl}\0${contentEncoding}\n`);
  }
  return `${commit.slice(0, 12)}-${hash.digest('hex').slice(0, 12)}`;
}

async function describe({ path, location, sizeBytes }: OutputFile, buffer: Buffer): Promise<BuiltFile> {
  const fingerprint = fingerprintIn(path);
  const hashes = ['sha256', 'md5', ...(fingerprint ? [fingerprint.algorithm] : [])].map((name) =>
    createHash(name),
  );
  await hashContent(location, hashes, buffer);
  const [sha256, md5, named] = hashes.map((hash) => hash.digest());
  return {
    path,
    sha256: (sha256 as Buffer).toString('hex'),
    sizeBytes,
    contentType: contentTypeOf(path),
    cacheControl: cacheControlOf(
      path,
      fingerprint !== undefined && named?.toString('hex') === fingerprint.digest,
    ),
    location,
    md5: md5 as Buffer,
  };
}

async function hashContent(location: string, hashes: readonly Hash[], buffer: Buffer): Promise<void> {
  const file = await open(location, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return;
      for (const hash of hashes) hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
