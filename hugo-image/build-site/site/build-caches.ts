import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** Larger caches cost more to move than they save. */
const largestArchiveBytes = 256_000_000;
const largestContentBytes = 1_000_000_000;

/**
 * What is kept between builds, in the folder `cache`. Hugo's answers from remote addresses are not: it would never ask again.
 * Its styles are not either: it makes them anew in any case.
 */
const parts = ['images', 'modules', 'npm'] as const;

/** Where Hugo finds and puts what is kept. A site that commits its processed images keeps them itself. */
export function cacheEnvironment(sandbox: Sandbox, directory: string): Record<string, string> {
  const place = (part: (typeof parts)[number]): string => path.join(sandbox.inside, 'cache', part);
  const committed = existsSync(sandbox.path('repository', directory, 'resources/_gen/images'));
  return {
    HUGO_CACHES_MODULES_DIR: place('modules'),
    ...(committed ? {} : { HUGO_CACHES_IMAGES_DIR: place('images') }),
  };
}

/**
 * Unpacks the newest cache of the site, as the user who runs its tools. A cache that is broken, too large or odd makes a build
 * slow and changes nothing else. Answers what `packCaches` wants to know.
 */
export async function restoreCaches(
  archive: Readable | undefined,
  sandbox: Sandbox,
  log: (line: string) => void,
  mostBytes = largestContentBytes,
): Promise<string> {
  if (!archive) return '';
  try {
    await unpack(archive, sandbox, mostBytes);
    return await stateOf(sandbox.path('cache'));
  } catch (error) {
    log(`the cache of earlier builds is not used: ${error instanceof Error ? error.message : error}`);
    await sandbox.run('rm', ['-rf', 'cache']);
    await sandbox.run('mkdir', ['cache']);
    return '';
  }
}

/** Packs the caches to a file when the build has changed them since `before`; answers its place. */
export async function packCaches(
  before: string,
  sandbox: Sandbox,
  log: (line: string) => void,
): Promise<string | undefined> {
  const state = await stateOf(sandbox.path('cache'));
  if (state === before || state === '') return;
  const archive = path.join(sandbox.inside, 'tmp/caches.tar.gz');
  const present = parts.filter((part) => existsSync(sandbox.path('cache', part)));
  const packed = await sandbox.run('tar', ['-cz', '-f', archive, ...present], { cwd: 'cache' });
  if (packed.exitCode !== 0) return;
  const location = sandbox.path('tmp/caches.tar.gz');
  const { size } = await lstat(location);
  if (size <= largestArchiveBytes) return location;
  log(`the caches of this build are not kept: ${Math.round(size / 1_000_000)} MB are too much`);
}

async function unpack(archive: Readable, sandbox: Sandbox, mostBytes: number): Promise<void> {
  const content = atMost(mostBytes);
  const args = ['-x', '--no-same-owner', '--no-same-permissions'];
  const [unpacked, problem] = await Promise.all([
    sandbox.run('tar', args, { cwd: 'cache', input: content }),
    pipeline(archive, atMost(largestArchiveBytes), createGunzip(), content).catch((error: Error) => error),
  ]);
  // tar stops reading where its archive ends, which is no problem; it is one to tar when something ends before that.
  if (unpacked.exitCode !== 0) throw problem ?? new Error(`tar ended with ${unpacked.exitCode}`);
}

/** Names every file with its size. Caches are files by name of their content: another content is another name. */
async function stateOf(cache: string): Promise<string> {
  const entries: string[] = [];
  for (const part of parts) {
    const folder = path.join(cache, part);
    if (!existsSync(folder)) continue;
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isDirectory()) continue;
      if (!entry.isFile()) throw new Error(`"${entry.name}" is neither a file nor a folder`);
      entries.push(path.join(entry.parentPath ?? entry.path, entry.name));
    }
  }
  if (entries.length === 0) return '';
  return createHash('sha256').update(entries.sort().join('\n')).digest('hex');
}

function atMost(bytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > bytes) done(new Error(`it has more than ${bytes / 1_000_000} MB`));
      else done(null, chunk);
    },
  });
}
