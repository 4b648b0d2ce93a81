import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ManifestHeader, ReleaseFile } from '../../contract/build.ts';
import { storageAccount } from '../../lib/azure/storage-account.ts';
import { forEachConcurrently } from '../../lib/for-each-concurrently.ts';
import { releaseContainer } from '../../lib/ids.ts';
import { Secret } from '../../lib/secret.ts';

/** Files share these contents, which makes filling short; each is copied by itself all the same. */
const contents = 1_000;
const pageBytes = 2_048;
const blockBytes = 8 * 1024 * 1024;

export const site = 'large';

/** Puts a release into the store as a build container does: so many pages, and one large file. */
export async function fillStore(
  connectionString: string,
  { release, files, largeBytes }: { release: string; files: number; largeBytes: number },
): Promise<void> {
  const account = storageAccount({ connectionString: new Secret(connectionString) });
  const container = await account.ensure(releaseContainer(site));
  const bodies = Array.from({ length: Math.min(contents, files) }, (_, n) =>
    Buffer.alloc(pageBytes, `page ${n} `),
  );
  await forEachConcurrently(bodies, 16, async (body) => {
    await container.getBlockBlobClient(`objects/${sha256(body)}`).upload(body, body.byteLength);
  });
  const hashes = bodies.map(sha256);
  const listed = Array.from({ length: files }, (_, n) =>
    aFile(n === 0 ? 'index.html' : `posts/${n}/index.html`, hashes[n % hashes.length] ?? '', pageBytes),
  );
  if (largeBytes > 0) {
    // The same bytes again and again: the hash is of all of them, and no store here looks for repetitions.
    const block = randomBytes(blockBytes);
    const whole = createHash('sha256');
    for (let n = 0; n < largeBytes / blockBytes; n++) whole.update(block);
    const hash = whole.digest('hex');
    const stream = Readable.from(Array.from({ length: largeBytes / blockBytes }, () => block));
    await container.getBlockBlobClient(`objects/${hash}`).uploadStream(stream, blockBytes, 2);
    listed.push(aFile('film.mp4', hash, largeBytes));
  }
  listed.sort((one, other) => (one.path < other.path ? -1 : 1));
  const header: ManifestHeader = {
    version: 2,
    site,
    release,
    commit: 'c0ffee'.padEnd(40, '0'),
    builtAt: '2026-01-01T00:00:00.000Z',
    files: listed.length,
    pages: files,
    bytes: listed.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    frontPage: hashes[0] ?? '',
  };
  const manifest = Buffer.from([header, ...listed].map((line) => `${JSON.stringify(line)}\n`).join(''));
  await container.getBlockBlobClient(`manifests/${release}.ndjson`).uploadData(manifest);
}

function aFile(path: string, hash: string, sizeBytes: number): ReleaseFile {
  const contentType = path.endsWith('.html') ? 'text/html; charset=utf-8' : 'video/mp4';
  return { path, sha256: hash, sizeBytes, contentType, cacheControl: 'public, max-age=0, must-revalidate' };
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
