import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { releaseFiles, releaseId } from '../../hugo-image/build-site/release/release-files.ts';
import { parseCatalog } from '../../lib/catalog/catalog.ts';
import { repositoryRoot, temporaryDirectory } from './build-fixture.ts';

const baseUrl = 'http://blog.localhost:7072/';
const commit = 'a'.repeat(40);

/** Builds a copy, because Hugo writes into its source folder. */
async function build(workspace: string): Promise<{ output: string; said: string }> {
  const [source, output] = [path.join(workspace, 'source'), path.join(workspace, 'public')];
  await cp(path.join(repositoryRoot, 'samples/site'), source, { recursive: true });
  const args = [
    '--source',
    source,
    '--destination',
    output,
    '--minify',
    '--baseURL',
    baseUrl,
    '--noBuildLock',
  ];
  const { stdout, stderr } = await promisify(execFile)('hugo', args);
  return { output, said: `${stdout}${stderr}` };
}

describe('the sample site', () => {
  const pages = new Map<string, string>();
  let said = '';
  let release = '';

  beforeAll(async () => {
    const workspace = await mkdtemp(path.join(os.tmpdir(), 'slipway-sample-'));
    const built = await build(workspace);
    const { output } = built;
    said = built.said;
    release = releaseId(commit, await releaseFiles(output));
    for (const name of await readdir(output, { recursive: true })) {
      if (path.extname(name)) pages.set(name, await readFile(path.join(output, name), 'utf8'));
    }
    await rm(workspace, { recursive: true });
  });

  test('builds without a warning', () => {
    expect(said).not.toMatch(/WARN|ERROR|deprecated/i);
  });

  test('has the pages that a site needs', () => {
    expect([...pages.keys()]).toEqual(
      expect.arrayContaining([
        'index.html',
        '404.html',
        'index.xml',
        'sitemap.xml',
        'about/index.html',
        'tags/index.html',
      ]),
    );
    expect([...pages.keys()].filter((name) => /^posts\/.+\/index\.html$/.test(name))).toHaveLength(4);
    expect([...pages.keys()].some((name) => /^css\/main\.min\.[0-9a-f]{64}\.css$/.test(name))).toBe(true);
  });

  test('links only to what is there', () => {
    const broken: string[] = [];
    for (const [name, html] of pages) {
      if (!name.endsWith('.html')) continue;
      for (const [, href = ''] of html.matchAll(/\s(?:href|src)="?([^\s">]+)/g)) {
        const url = new URL(href, `${baseUrl}${name}`);
        if (url.origin !== new URL(baseUrl).origin) continue;
        const target = decodeURIComponent(url.pathname.slice(1)).replace(/(^|\/)$/, '$1index.html');
        if (!pages.has(target)) broken.push(`${name}: ${href}`);
      }
    }
    expect(broken).toEqual([]);
  });

  test('loads nothing from elsewhere', () => {
    for (const [name, html] of pages) {
      if (name.endsWith('.html'))
        expect(html).not.toMatch(/(?:src|stylesheet"?\s+href)="?https?:\/\/(?!blog\.localhost)/);
    }
  });

  test('gives every page a title, a language, a description and one first heading', () => {
    for (const [name, html] of pages) {
      if (!name.endsWith('.html')) continue;
      expect(html, name).toMatch(/<html lang="?en/);
      expect(html, name).toMatch(/<title>[^<]+<\/title>/);
      expect(html, name).toMatch(/<meta name="?description"? content="?[^">]+/);
      expect(html.match(/<h1[ >]/g), name).toHaveLength(1);
    }
  });

  test('is the same release when it is built again', async () => {
    const { output } = await build(await temporaryDirectory());
    expect(releaseId(commit, await releaseFiles(output))).toBe(release);
  });
});

test('the sample catalog is valid and names the sample site', async () => {
  const text = await readFile(path.join(repositoryRoot, 'samples/catalog.json'), 'utf8');
  expect(parseCatalog(text).sites).toMatchObject([
    { name: 'blog', url: baseUrl, container: 'site-blog', branch: 'main' },
  ]);
});
