import { chmod, readdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { commitFiles, git, siteRepository } from './build-fixture.ts';
import { checkout, fetchInto, httpServer, settings } from './checkout-fixture.ts';
import { gitServer } from './git-server.ts';

test('fetches one commit without its history', async () => {
  const site = await siteRepository({ 'a.txt': 'one' });
  const commit = await commitFiles(site.directory, { 'a.txt': 'two' });
  await commitFiles(site.directory, { 'a.txt': 'three' });
  const checkout = await fetchInto({ repository: site.url, commit });
  expect(await readFile(path.join(checkout, 'a.txt'), 'utf8')).toBe('two');
  expect(await git(checkout, 'rev-list', '--count', 'HEAD')).toBe('1');
});

test('fetches more when the server refuses to hand out a commit by its sha', async () => {
  const site = await siteRepository({ 'a.txt': 'one' });
  await commitFiles(site.directory, { 'a.txt': 'two' });
  const checkout = await fetchInto(
    { repository: site.url, commit: site.commit },
    settings(['protocol.version', '0']),
  );
  expect(await readFile(path.join(checkout, 'a.txt'), 'utf8')).toBe('one');
  const missing = fetchInto(
    { repository: site.url, commit: 'e'.repeat(40) },
    settings(['protocol.version', '0']),
  );
  await expect(missing).rejects.toMatchObject({ code: 'commit-not-found' });
});

test('keeps the settings of the environment, such as another place for a URL', async () => {
  const site = await siteRepository({ 'a.txt': 'one' });
  const env = settings([`url.${site.url}.insteadOf`, 'https://github.com/slipway-samples/blog.git']);
  const checkout = await fetchInto(
    { repository: 'https://github.com/slipway-samples/blog.git', commit: site.commit, token: 'secret-token' },
    env,
  );
  expect(await readFile(path.join(checkout, 'a.txt'), 'utf8')).toBe('one');
});

test('sends the token to the repository and shows it nowhere', async () => {
  const seen: Array<string | undefined> = [];
  const origin = await httpServer((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(403).end();
  });
  const repository = `${origin}/ada/private.git`;
  const error = await fetchInto({ repository, commit: 'f'.repeat(40), token: 'secret-token' }).catch(
    (e: unknown) => e,
  );
  expect(error).toMatchObject({ code: 'repository-not-accessible' });
  expect(String(error)).toContain(`${repository} does not exist or refuses access`);
  expect(String(error)).not.toContain('secret-token');
  expect(seen).toContain(`Basic ${Buffer.from('x-access-token:secret-token').toString('base64')}`);
});

test('never asks for a password', async () => {
  const origin = await httpServer((_request, response) => {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
  });
  await expect(
    fetchInto({ repository: `${origin}/ada/blog.git`, commit: 'f'.repeat(40) }),
  ).rejects.toMatchObject({
    code: 'repository-not-accessible',
    message: expect.stringMatching(/could not read Username.*terminal prompts disabled/),
  });
});

test('tries again when the network fails, but not when the answer is no', async () => {
  let requests = 0;
  const status = { now: 503 };
  const origin = await httpServer((_request, response) => {
    requests += 1;
    response.writeHead(status.now).end();
  });
  const source = { repository: `${origin}/ada/blog.git`, commit: 'f'.repeat(40) };
  await expect(fetchInto(source)).rejects.toMatchObject({ code: 'repository-not-accessible' });
  expect(requests).toBe(3);
  status.now = 404;
  await expect(fetchInto(source)).rejects.toThrow('not found');
  expect(requests).toBe(4);
});

test('does not hand the token on when the repository redirects to another host', async () => {
  const seen: Array<string | undefined> = [];
  const elsewhere = await httpServer((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(404).end();
  });
  const origin = await httpServer((request, response) => {
    response.writeHead(302, { location: `${elsewhere}${request.url}` }).end();
  });
  const source = { repository: `${origin}/ada/moved.git`, commit: 'f'.repeat(40), token: 'secret-token' };
  await expect(fetchInto(source)).rejects.toMatchObject({ code: 'repository-not-accessible' });
  expect(seen).toEqual([undefined]);
});

test('runs no hook, not even one that the image is set up with', async () => {
  const hooks = await siteRepository({ 'post-checkout': '#!/bin/sh\ntouch "$PWD/hooked"\n' });
  await chmod(path.join(hooks.directory, 'post-checkout'), 0o755);
  const site = await siteRepository({ 'a.txt': 'one' });
  const source = { repository: site.url, commit: site.commit };
  const directory = await fetchInto(source, settings(['core.hooksPath', hooks.directory]));
  expect((await readdir(directory)).sort()).toEqual(['.git', 'a.txt']);
});

describe('a site in a folder of its repository', () => {
  const files = { 'docs/config.yaml': 'title: Docs', 'docs/content/a.md': 'a', 'media/large.bin': 'large' };

  test('comes without the files of other folders', async () => {
    const site = await siteRepository(files);
    const large = await git(site.directory, 'rev-parse', 'HEAD:media/large.bin');
    const server = await gitServer(path.dirname(site.directory), { 'uploadpack.allowFilter': 'true' });
    const source = { repository: server.urlOf(site.directory), commit: site.commit, directory: 'docs' };
    const { directory, lines } = await checkout(source);
    expect(await readdir(directory)).toEqual(['.git', 'docs']);
    expect(await missingObjects(directory)).toEqual([large]);
    expect(lines).toEqual([]);
  });

  test('comes whole from a server that can leave nothing out, and shows its folder only', async () => {
    const site = await siteRepository(files);
    const server = await gitServer(path.dirname(site.directory));
    const source = { repository: server.urlOf(site.directory), commit: site.commit, directory: 'docs' };
    const directory = await fetchInto(source);
    expect(await readdir(directory)).toEqual(['.git', 'docs']);
    expect(await missingObjects(directory)).toEqual([]);
  });

  test.each([
    ['its settings', { 'docs/config.yaml': 'themesDir: ../themes' }],
    ['a package', { 'docs/package.json': '{"dependencies":{"shared":"file:../media"}}' }],
  ])('comes with the whole repository when %s names what lies beside it', async (_what, more) => {
    const site = await siteRepository({ ...files, ...more });
    const { directory, lines } = await checkout({
      repository: site.url,
      commit: site.commit,
      directory: 'docs',
    });
    expect(await readdir(directory)).toEqual(['.git', 'docs', 'media']);
    expect(lines).toEqual(['"docs" refers to files outside of it: taking the whole repository']);
  });

  test('comes with the whole repository when a link leads beside it', async () => {
    const site = await siteRepository(files);
    await symlink('../media', path.join(site.directory, 'docs/static'));
    const commit = await commitFiles(site.directory, {});
    const directory = await fetchInto({ repository: site.url, commit, directory: 'docs' });
    expect(await readFile(path.join(directory, 'docs/static/large.bin'), 'utf8')).toBe('large');
  });
});

describe('the history', () => {
  test('comes whole, without the files of old commits, when the site asks for it', async () => {
    const site = await siteRepository({ 'hugo.toml': 'enableGitInfo = true', 'content/a.md': 'one' });
    const old = await git(site.directory, 'rev-parse', 'HEAD:content/a.md');
    const commit = await commitFiles(site.directory, { 'content/b.md': 'two', 'content/a.md': 'new' });
    const server = await gitServer(path.dirname(site.directory), { 'uploadpack.allowFilter': 'true' });
    const directory = await fetchInto({ repository: server.urlOf(site.directory), commit });
    expect(await git(directory, 'rev-list', '--count', 'HEAD')).toBe('2');
    const log = ['log', '--name-only', '--format=format:%H', '--no-merges'];
    const named = await git(directory, '-c', 'diff.renames=0', ...log);
    expect(named).toBe(await git(site.directory, '-c', 'diff.renames=0', ...log));
    expect(await missingObjects(directory)).toEqual([old]);
  });

  test.each([
    ['config.yaml', 'enableGitInfo: true', 2],
    ['config/_default/hugo.json', '{"enableGitInfo": true}', 2],
    ['config.toml', 'enableGitInfo = false', 1],
  ])('is fetched when %s has %s: %i commits', async (file, text, commits) => {
    const site = await siteRepository({ [file]: text });
    const commit = await commitFiles(site.directory, { 'a.md': 'two' });
    const directory = await fetchInto({ repository: site.url, commit });
    expect(await git(directory, 'rev-list', '--count', 'HEAD')).toBe(String(commits));
  });
});

async function missingObjects(directory: string): Promise<string[]> {
  const objects = await git(directory, 'rev-list', '--objects', '--missing=print', 'HEAD');
  return objects.split('\n').flatMap((line) => (line.startsWith('?') ? line.slice(1) : []));
}
