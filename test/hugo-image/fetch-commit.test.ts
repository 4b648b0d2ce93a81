import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fetchCommit } from '../../hugo-image/build-site/git/fetch-commit.ts';
import { Sandbox } from '../../hugo-image/build-site/sandbox/sandbox.ts';
import { commitFiles, git, siteRepository } from './build-fixture.ts';

const plain = { PATH: process.env.PATH, HOME: os.tmpdir(), GIT_CONFIG_GLOBAL: os.devNull };

type Source = { repository: string; commit: string; token?: string; directory?: string };

async function fetchInto(source: Source, env: Record<string, string> = {}) {
  return (await checkout(source, env)).directory;
}

async function checkout(source: Source, env: Record<string, string> = {}) {
  const lines: string[] = [];
  const options = { env: { ...plain, ...env }, signal: new AbortController().signal };
  const log = (line: string) => void lines.push(line);
  const sandbox = await Sandbox.open({ ...options, log });
  onTestFinished(() => sandbox.remove());
  const result = await fetchCommit({ token: undefined, directory: '.', ...source }, sandbox, {
    ...options,
    log,
    pausesMs: [1, 1],
  });
  return { ...result, lines, directory: sandbox.path('repository') };
}

/** Git settings as an image's environment carries them. */
function settings(...pairs: Array<[name: string, value: string]>): Record<string, string> {
  return Object.fromEntries([
    ['GIT_CONFIG_COUNT', String(pairs.length)],
    ...pairs.flatMap(([name, value], index) => [
      [`GIT_CONFIG_KEY_${index}`, name],
      [`GIT_CONFIG_VALUE_${index}`, value],
    ]),
  ]);
}

async function httpServer(answer: http.RequestListener) {
  const server = http.createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

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

test('brings submodules along', async () => {
  const theme = await siteRepository({ 'theme.toml': 'name = "plain"' });
  const site = await siteRepository({ 'a.txt': 'one' });
  await git(
    site.directory,
    '-c',
    'protocol.file.allow=always',
    'submodule',
    '--quiet',
    'add',
    theme.url,
    'themes/plain',
  );
  const commit = await commitFiles(site.directory, {});
  const checkout = await fetchInto({ repository: site.url, commit });
  expect(await readFile(path.join(checkout, 'themes/plain/theme.toml'), 'utf8')).toContain('plain');
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
