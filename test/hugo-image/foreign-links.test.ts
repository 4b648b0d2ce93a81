import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { refuseForeignLinks } from '../../hugo-image/build-site/site/foreign-links.ts';
import { build, buildSurroundings, commitFiles, namesIn, temporaryDirectory } from './build-fixture.ts';

async function repositoryWith(links: Record<string, string>): Promise<string> {
  const root = await temporaryDirectory();
  for (const folder of ['content/posts', 'static', 'themes/plain'])
    await mkdir(path.join(root, folder), { recursive: true });
  await writeFile(path.join(root, 'content/a.md'), 'a');
  for (const [name, target] of Object.entries(links)) await symlink(target, path.join(root, name));
  return root;
}

describe('links in a repository', () => {
  test.each<[string, Record<string, string>]>([
    ['a file of this machine', { 'content/passwd.md': '/etc/passwd' }],
    ['a process', { 'static/environ': '/proc/1/environ' }],
    ['the process that reads it', { 'static/self': '/proc/self/environ' }],
    ['a folder', { 'static/etc': '/etc' }],
    ['a folder above', { 'static/up': '../../' }],
    ['what is not there yet', { 'static/later': '../../no-such-file' }],
    ['a chain of links', { 'static/one': 'two', 'static/two': '../three', three: '/etc/hostname' }],
    ['a folder behind a folder', { 'themes/plain/static': '../../../../../../../../etc' }],
  ])('to %s are refused by name', async (_what, links) => {
    const refused = refuseForeignLinks(await repositoryWith(links));
    await expect(refused).rejects.toMatchObject({ code: 'site-refused' });
    await expect(refused).rejects.toThrow(`"${Object.keys(links).sort()[0]}" -> `);
  });

  test('may lead to what lies in it, and nowhere', async () => {
    const links = {
      'content/b.md': 'a.md',
      'static/content': '../content',
      'content/posts/loop': '..',
      'static/gone': 'no-such-file',
    };
    await expect(refuseForeignLinks(await repositoryWith(links))).resolves.toBeUndefined();
  });

  test('are counted when there are many', async () => {
    const links = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`static/${index}`, '/etc/passwd']),
    );
    await expect(refuseForeignLinks(await repositoryWith(links))).rejects.toThrow(
      /"static\/0" -> \/etc\/passwd, .* and 4 more\.$/,
    );
  });

  test('end a build before Hugo sees them', async () => {
    const { site, store, callback, env } = await buildSurroundings();
    await symlink('/etc/passwd', path.join(site.directory, 'static/passwd.txt'));
    const commit = await commitFiles(site.directory, {});
    expect((await build({ ...env, SLIPWAY_COMMIT: commit })).exitCode).toBe(65);
    expect(callback.received.map(({ body }) => (body as { step?: string }).step)).not.toContain('building');
    expect(callback.reports()).toMatchObject([
      { result: { message: expect.stringContaining('"static/passwd.txt" -> /etc/passwd') } },
    ]);
    expect(await namesIn(store.container, '')).toEqual(['reports/publish-blog-1-1.json']);
  });
});
