import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { reachableAddress } from '../../hugo-image/build-site/git/remote-address.ts';
import { commitFiles, git, siteRepository } from './build-fixture.ts';
import { checkout, httpServer } from './checkout-fixture.ts';
import { gitServer } from './git-server.ts';

const allowed = ['-c', 'protocol.file.allow=always'];

async function siteWithSubmodule(address: (theme: { directory: string; url: string }) => string) {
  const theme = await siteRepository({ 'theme.toml': 'name = "plain"' });
  const site = await siteRepository({ 'a.txt': 'one' });
  await git(site.directory, ...allowed, 'submodule', '--quiet', 'add', theme.url, 'themes/plain');
  await git(site.directory, 'config', '--file', '.gitmodules', 'submodule.themes/plain.url', address(theme));
  return { theme, site, commit: await commitFiles(site.directory, {}) };
}

const themeOf = (directory: string) => readFile(path.join(directory, 'themes/plain/theme.toml'), 'utf8');

describe('submodules', () => {
  test('come along, and theirs', async () => {
    const inner = await siteWithSubmodule((theme) => theme.url);
    const outer = await siteRepository({ 'b.txt': 'two' });
    await git(outer.directory, ...allowed, 'submodule', '--quiet', 'add', inner.site.url, 'modules/inner');
    const commit = await commitFiles(outer.directory, {});
    const { directory, unlistedSubmodules } = await checkout({ repository: outer.url, commit });
    expect(await themeOf(path.join(directory, 'modules/inner'))).toContain('plain');
    expect(unlistedSubmodules).toEqual([]);
  });

  test('with a relative address lie beside the repository, on this machine and on a server', async () => {
    const { site, commit } = await siteWithSubmodule((theme) => `../${path.basename(theme.directory)}`);
    expect(await themeOf((await checkout({ repository: site.url, commit })).directory)).toContain('plain');

    const folder = path.dirname(site.directory);
    await git(
      site.directory,
      'config',
      '--file',
      '.gitmodules',
      'submodule.themes/plain.url',
      '../../THEME/.git',
    );
    const text = await readFile(path.join(site.directory, '.gitmodules'), 'utf8');
    const theme = path.basename((await git(site.directory, 'config', 'submodule.themes/plain.url')).trim());
    const served = await commitFiles(site.directory, { '.gitmodules': text.replace('THEME', theme) });
    const server = await gitServer(folder);
    const source = { repository: server.urlOf(site.directory), commit: served };
    expect(await themeOf((await checkout(source)).directory)).toContain('plain');
  });

  test.each([
    ['a path of this machine', (theme: { directory: string }) => theme.directory],
    ['a file address', (theme: { url: string }) => theme.url],
  ])('at %s are refused to a repository that comes from a server', async (_what, address) => {
    const { site, commit } = await siteWithSubmodule(address);
    const server = await gitServer(path.dirname(site.directory));
    await expect(checkout({ repository: server.urlOf(site.directory), commit })).rejects.toMatchObject({
      code: 'site-refused',
      message: expect.stringMatching(/^The submodule "themes\/plain" lies at .* path of this machine/),
    });
  });

  test('at an address of this machine are refused without a request to it', async () => {
    const asked: string[] = [];
    const inside = await httpServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(404).end();
    });
    for (const host of ['127.0.0.1', 'localhost', '0x7f.1', '[::ffff:127.0.0.1]', '0.0.0.0']) {
      const { site, commit } = await siteWithSubmodule(
        () => `${inside.replace('127.0.0.1', host)}/theme.git`,
      );
      await expect(checkout({ repository: site.url, commit })).rejects.toMatchObject({
        code: 'site-refused',
      });
    }
    expect(asked).toEqual([]);
  });

  test("at an address of the repository's own server are fetched, though that is this machine", async () => {
    const { site, theme, commit } = await siteWithSubmodule(() => 'http://placeholder.invalid/');
    const server = await gitServer(path.dirname(site.directory));
    expect(commit).not.toBe('');
    const url = server.urlOf(theme.directory);
    await git(site.directory, 'config', '--file', '.gitmodules', 'submodule.themes/plain.url', url);
    const served = await commitFiles(site.directory, {});
    const source = { repository: server.urlOf(site.directory), commit: served, token: 'secret-token' };
    expect(await themeOf((await checkout(source)).directory)).toContain('plain');
  });

  test('that .gitmodules does not list are named', async () => {
    const { site } = await siteWithSubmodule((theme) => theme.url);
    await git(site.directory, 'rm', '--quiet', '--force', '.gitmodules');
    const commit = await commitFiles(site.directory, {});
    const { unlistedSubmodules } = await checkout({ repository: site.url, commit });
    expect(unlistedSubmodules).toEqual(['themes/plain']);
  });
});

describe('an address that a repository names', () => {
  const source = { repository: 'https://github.com/ada/blog.git', token: undefined, local: false };
  const { signal } = new AbortController();

  test.each([
    'http://127.8.9.1/theme.git',
    'http://169.254.169.254/metadata/instance',
    'http://168.63.129.16/theme.git',
    'https://[::1]/theme.git',
    'https://[fe80::1]/theme.git',
    'http://2130706433/theme.git',
    'http://theme.localhost/theme.git',
    'ssh://git@127.0.0.1/theme.git',
    'git@localhost:theme.git',
    'ext::sh -c touch% /tmp/x',
    'file:///etc',
    '../../../etc',
  ])('%s is refused', async (url) => {
    await expect(reachableAddress(url, source, signal)).rejects.toMatchObject({ code: 'site-refused' });
  });

  test('is refused when a server that may be asked redirects to one that may not', async () => {
    const asked: string[] = [];
    const inside = await httpServer((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    const origin = await httpServer((request, response) => {
      response.writeHead(301, { location: `${inside}${request.url}` }).end();
    });
    const own = { ...source, repository: `${origin}/ada/blog.git` };
    await expect(reachableAddress(`${origin}/theme.git`, own, signal)).rejects.toMatchObject({
      code: 'site-refused',
    });
    expect(asked).toEqual([]);
  });

  test('is followed to where it moved', async () => {
    const origin = await httpServer((request, response) => {
      const moved = request.url?.replace('/old.git', '/new.git');
      response.writeHead(request.url?.includes('/old.git') ? 301 : 200, { location: moved }).end();
    });
    const own = { ...source, repository: `${origin}/ada/blog.git` };
    expect(await reachableAddress(`${origin}/old.git`, own, signal)).toMatchObject({
      url: `${origin}/new.git`,
    });
  });
});
