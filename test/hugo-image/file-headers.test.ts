import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { contentTypeOf } from '../../hugo-image/build-site/release/file-headers.ts';
import { releaseFiles } from '../../hugo-image/build-site/release/release-files.ts';
import { temporaryDirectory } from './build-fixture.ts';

const page = 'public, max-age=0, s-maxage=3600, must-revalidate';
const immutable = 'public, max-age=31536000, immutable';
const other = 'public, max-age=300, s-maxage=3600';
const content = 'body{}';
const hash = (algorithm: string): string => createHash(algorithm).update(content).digest('hex');

test.each([
  ['index.html', 'text/html; charset=utf-8', page],
  ['posts/index.xml', 'application/xml; charset=utf-8', page],
  ['search.json', 'application/json; charset=utf-8', page],
  ['robots.txt', 'text/plain; charset=utf-8', page],
  ['site.webmanifest', 'application/manifest+json; charset=utf-8', page],
  [`css/main.min.${hash('md5')}.css`, 'text/css; charset=utf-8', immutable],
  [`css/main.${hash('sha256')}.css`, 'text/css; charset=utf-8', immutable],
  [`img/a_${hash('sha384').toUpperCase()}.jpg`, 'image/jpeg', immutable],
  [`js/app-${hash('sha512')}.js`, 'text/javascript; charset=utf-8', immutable],
  // A hash, and not this file's.
  [`docs/report-${createHash('sha256').update('another').digest('hex')}.pdf`, 'application/pdf', other],
  ['leak-1a2b3c4d.pdf', 'application/pdf', other],
  ['assets/leak-0123456789abcdef01.pdf', 'application/pdf', other],
  ['js/app.3f2a9c1d.js', 'text/javascript; charset=utf-8', other],
  ['_astro/index.3f2a9c1d3f2a9c1d.css', 'text/css; charset=utf-8', immutable],
  ['docs/assets/app-0123456789abcdef0123.js', 'text/javascript; charset=utf-8', immutable],
  ['img/boat_hu8d3f6a1c_20110_600x0_resize_q75.jpg', 'image/jpeg', other],
  ['img/photo-20240131.jpg', 'image/jpeg', other],
  ['favicon.svg', 'image/svg+xml; charset=utf-8', other],
  ['fonts/inter.woff2', 'font/woff2', other],
  ['download', 'application/octet-stream', other],
])('%s is served as %s with "%s"', async (name, contentType, cacheControl) => {
  const root = await temporaryDirectory();
  await mkdir(path.dirname(path.join(root, name)), { recursive: true });
  await writeFile(path.join(root, name), content);
  expect(contentTypeOf(name)).toBe(contentType);
  expect(await releaseFiles(root)).toMatchObject([{ path: name, contentType, cacheControl }]);
});
