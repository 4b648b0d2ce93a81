import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  cacheControlOf,
  contentTypeOf,
  releaseFiles,
  releaseId,
} from '../../hugo-image/build-site/release-files.ts';
import { temporaryDirectory } from './build-fixture.ts';

const page = 'public, max-age=0, s-maxage=3600, must-revalidate';
const immutable = 'public, max-age=31536000, immutable';
const other = 'public, max-age=300, s-maxage=3600';

test.each([
  ['index.html', 'text/html; charset=utf-8', page],
  ['posts/index.xml', 'application/xml; charset=utf-8', page],
  ['search.json', 'application/json; charset=utf-8', page],
  ['robots.txt', 'text/plain; charset=utf-8', page],
  ['site.webmanifest', 'application/manifest+json; charset=utf-8', page],
  ['css/main.min.47e4a46e2527420053d40c7b0c18fa03.css', 'text/css; charset=utf-8', immutable],
  ['js/app.3f2a9c1d.js', 'text/javascript; charset=utf-8', immutable],
  ['img/boat_hu8d3f6a1c_20110_600x0_resize_q75.jpg', 'image/jpeg', other],
  ['img/photo-20240131.jpg', 'image/jpeg', other],
  ['css/facade.css', 'text/css; charset=utf-8', other],
  ['favicon.svg', 'image/svg+xml; charset=utf-8', other],
  ['fonts/inter.woff2', 'font/woff2', other],
  ['download', 'application/octet-stream', other],
])('%s is served as %s with "%s"', (file, contentType, cacheControl) => {
  expect(contentTypeOf(file)).toBe(contentType);
  expect(cacheControlOf(file)).toBe(cacheControl);
});

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

test('a release is named by its commit and content', () => {
  const commit = '3f2a9c1d'.repeat(5);
  const files = [
    { path: 'a', sha256: '1'.repeat(64) },
    { path: 'b', sha256: '2'.repeat(64) },
  ];
  const id = releaseId(commit, files);
  expect(id).toMatch(/^3f2a9c1d3f2a-[0-9a-f]{12}$/);
  expect(
    releaseId(
      commit,
      files.map((file) => ({ ...file })),
    ),
  ).toBe(id);
  expect(
    releaseId(
      commit,
      files.map((file) => ({ ...file, path: `${file.path}x` })),
    ),
  ).not.toBe(id);
  expect(releaseId('4'.repeat(40), files)).not.toBe(id);
});
