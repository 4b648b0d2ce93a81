import { mkdir, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ReleaseFile } from '../../contract/build.ts';
import { releaseFiles, releaseId } from '../../hugo-image/build-site/release/release-files.ts';
import { temporaryDirectory } from './build-fixture.ts';

test('lists files by path, with hash and size', async () => {
  const root = await temporaryDirectory();
  await mkdir(path.join(root, 'b/c'), { recursive: true });
  await writeFile(path.join(root, 'b/c/z.txt'), 'abc');
  await writeFile(path.join(root, 'b.txt'), '');
  await writeFile(path.join(root, 'Z.txt'), 'abc');
  const files = await releaseFiles(root);
  expect(files.map(({ path: name, sizeBytes }) => [name, sizeBytes])).toEqual([
    ['Z.txt', 3],
    ['b.txt', 0],
    ['b/c/z.txt', 3],
  ]);
  expect(files[0]?.sha256).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(Buffer.from(files[0]?.md5 ?? []).toString('hex')).toBe('900150983cd24fb0d6963f7d28e17f72');
});

test('a release is named by its commit, content and headers', () => {
  const commit = '3f2a9c1d'.repeat(5);
  const file = (path: string, overrides: Partial<ReleaseFile> = {}): ReleaseFile => ({
    path,
    sha256: '1'.repeat(64),
    sizeBytes: 1,
    contentType: 'text/plain',
    cacheControl: 'no-cache',
    ...overrides,
  });
  const id = releaseId(commit, [file('a'), file('b')]);
  expect(id).toMatch(/^3f2a9c1d3f2a-[0-9a-f]{12}$/);
  expect(releaseId(commit, [file('a'), file('b')])).toBe(id);
  const others = [
    releaseId('4'.repeat(40), [file('a'), file('b')]),
    ...[
      file('c'),
      file('b', { sha256: '2'.repeat(64) }),
      file('b', { contentType: 'text/html' }),
      file('b', { cacheControl: 'max-age=1' }),
      file('b', { contentEncoding: 'gzip' }),
    ].map((other) => releaseId(commit, [file('a'), other])),
  ];
  expect(new Set([id, ...others]).size).toBe(others.length + 1);
});

test('holds a buffer of a file and never the file', async () => {
  const root = await temporaryDirectory();
  const sizeBytes = 600_000_000;
  // A hole in a file is read as zeros and takes no room on the disk.
  await truncate(await madeFile(path.join(root, 'large.bin')), sizeBytes);
  // Of this process, in which other tests ran before.
  const before = process.memoryUsage().arrayBuffers;
  let mostBytes = 0;
  const watch = setInterval(() => {
    mostBytes = Math.max(mostBytes, process.memoryUsage().arrayBuffers);
  }, 5);
  onTestFinished(() => clearInterval(watch));
  const [file] = await releaseFiles(root);
  expect(file?.sizeBytes).toBe(sizeBytes);
  expect(mostBytes - before).toBeLessThan(20_000_000);
});

async function madeFile(location: string): Promise<string> {
  await writeFile(location, '');
  return location;
}
