import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import mimeTypes from 'mime-types';
import type { ReleaseFile } from '../../contract/build.ts';
import { forEachConcurrently } from '../../lib/for-each-concurrently.ts';

/** A file of the release with what its upload needs. */
export type BuiltFile = ReleaseFile & {
  /** Where the bytes lie on this disk. */
  location: string;
  md5: Uint8Array;
};

const openFiles = 16;
const fingerprinted = /(^|[.\-_])(?=[a-z]*\d)(?=\d*[a-f])[0-9a-f]{8,}(?=[.\-_]|$)/i;
const pageExtensions = new Set(['.html', '.htm', '.xml', '.json', '.txt', '.webmanifest']);

/** Every file below `root`, sorted by path. */
export async function releaseFiles(root: string): Promise<BuiltFile[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const locations = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
  const files: BuiltFile[] = [];
  await forEachConcurrently(locations, openFiles, async (location) => {
    const bytes = await readFile(location);
    const relative = path.relative(root, location).split(path.sep).join('/');
    files.push({
      path: relative,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      md5: createHash('md5').update(bytes).digest(),
      sizeBytes: bytes.byteLength,
      contentType: contentTypeOf(relative),
      cacheControl: cacheControlOf(relative),
      location,
    });
  });
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Names the content of a commit: equal paths and bytes of one commit are the same release. */
export function releaseId(
  commit: string,
  files: ReadonlyArray<Pick<ReleaseFile, 'path' | 'sha256'>>,
): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file.path}\0${file.sha256}\n`);
  return `${commit.slice(0, 12)}-${hash.digest('hex').slice(0, 12)}`;
}

/** The type by the file's extension; Azure does not look into files. Text says that it is UTF-8, as Hugo writes it. */
export function contentTypeOf(file: string): string {
  const type = mimeTypes.lookup(file) || 'application/octet-stream';
  return /^text\/|[/+](json|xml|javascript)$/.test(type) ? `${type}; charset=utf-8` : type;
}

/**
 * Fingerprinted assets never change under their name. Pages are asked for anew by browsers, while a CDN may keep them
 * until it is purged. Everything else is short-lived for browsers, because its name stays when its content changes.
 */
export function cacheControlOf(file: string): string {
  const { base, ext } = path.posix.parse(file);
  if (pageExtensions.has(ext.toLowerCase())) return 'public, max-age=0, s-maxage=3600, must-revalidate';
  if (fingerprinted.test(base)) return 'public, max-age=31536000, immutable';
  return 'public, max-age=300, s-maxage=3600';
}
