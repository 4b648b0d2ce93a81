import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { sign } from '@octokit/webhooks-methods';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { WebhookRequest } from '../../../lib/git/git-provider.ts';
import { github } from '../../../lib/git/github.ts';
import type { GitHubConfig } from '../../../lib/github-settings.ts';
import { Secret } from '../../../lib/secret.ts';
import { aSite } from '../../support/builders.ts';
import { fakeSecrets } from '../../support/fakes/fake-outside.ts';

const sha = 'c0ffee'.padEnd(40, '0');
const commit = {
  sha,
  commit: {
    message: 'Write about ships\n\nat length',
    author: { name: 'Ada', email: 'ada@example.com', date: '2026-01-01T10:00:00Z' },
    committer: { name: 'GitHub', date: '2026-01-01T11:00:00Z' },
  },
  html_url: 'https://github.com/acme/blog/commit/c0ffee',
};

type Request = { method: string; url: string; authorization: string | undefined; body: string };

/** A GitHub that always gives the same answer and remembers what it was asked. */
async function aGithub(status: number, answer: unknown, headers: Record<string, string> = {}) {
  const requests: Request[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    let body = '';
    for await (const part of request) body += part;
    const { method = '', url = '' } = request;
    requests.push({ method, url, authorization: request.headers.authorization, body });
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = (token?: string, secrets: Record<string, string> = {}) =>
    github(
      { apiUrl, webhookSecrets: [new Secret('secret')], token: token ? new Secret(token) : undefined },
      fakeSecrets(secrets),
    );
  return { provider, requests };
}

const bySha = { kind: 'sha', sha } as const;
const head = { kind: 'branchHead' } as const;

describe('a repository of another host', () => {
  test.each([
    'https://evil.test/acme/blog.git',
    'https://github.com.evil.test/acme/blog.git',
    'https://evilgithub.com/acme/blog.git',
    'ssh://git@evil.test/github.com/acme/blog.git',
  ])('is nobody’s who is asked with a token: %s', async (repository) => {
    const settings = { apiUrl: 'https://api.github.com', webhookSecrets: [], token: new Secret('token') };
    const provider = github(settings, fakeSecrets());
    expect(await provider.find(aSite('blog', { repository }), head)).toMatchObject({ kind: 'notFound' });
    expect(await provider.compare(aSite('blog', { repository }), 'a', 'b')).toEqual({ kind: 'unknown' });
  });
});

describe('looking a commit up', () => {
  test.each(['half-of-it\nother-half', 'tóken'])(
    'with a token that is none shows nothing of it',
    async (token) => {
      const { provider, requests } = await aGithub(200, commit);
      const error: Error = await provider(token)
        .find(aSite(), head)
        .then(
          () => expect.unreachable(),
          (thrown) => thrown,
        );
      expect(error.message).toContain('set SLIPWAY_GITHUB_TOKEN');
      expect(inspect(error)).not.toMatch(/half|óken/);
      expect(requests).toEqual([]);
    },
  );

  test("finds it by its sha, in the product's words", async () => {
    const { provider, requests } = await aGithub(200, commit);
    expect(await provider().find(aSite(), bySha)).toEqual({
      kind: 'found',
      commit: {
        repository: 'https://github.com/acme/blog.git',
        branch: 'main',
        sha,
        author: 'Ada',
        message: 'Write about ships\n\nat length',
        committedAt: '2026-01-01T11:00:00Z',
      },
    });
    expect(requests).toMatchObject([{ method: 'GET', url: `/repos/acme/blog/commits/${sha}` }]);
  });

  test('finds the newest of a branch, slashes in its name included', async () => {
    const { provider, requests } = await aGithub(200, commit);
    await provider().find(aSite('blog', { branch: 'feature/ships' }), head);
    expect(requests[0]?.url).toBe('/repos/acme/blog/commits/feature%2Fships');
  });

  test('uses the token of the site before the one of the app, and none when there is none', async () => {
    const { provider, requests } = await aGithub(200, commit);
    const site = aSite('blog', { repositoryToken: 'BLOG_TOKEN' });
    await provider('app', { BLOG_TOKEN: 'own' }).find(site, head);
    await provider('app').find(site, head);
    await provider().find(aSite(), head);
    expect(requests.map(({ authorization }) => authorization)).toEqual([
      'Bearer own',
      'Bearer app',
      undefined,
    ]);
  });

  test.each([404, 422])('says what to do when the answer is %i', async (status) => {
    const { provider } = await aGithub(status, { message: 'Not Found' });
    const lookup = await provider().find(aSite(), head);
    expect(lookup).toEqual({
      kind: 'notFound',
      message: expect.stringMatching(
        /branch "main" in "https:\/\/github.com\/acme\/blog.git".*SLIPWAY_GITHUB_TOKEN/,
      ),
    });
  });

  test('says that the token is refused, without showing it', async () => {
    const { provider } = await aGithub(401, { message: 'Bad credentials' });
    const lookup = await provider('hidden-token').find(aSite(), bySha);
    expect(lookup).toMatchObject({ kind: 'notFound', message: expect.stringContaining('401') });
    expect(JSON.stringify(lookup)).not.toContain('hidden-token');
  });

  test.each([
    [500, {}],
    [503, {}],
    [429, {}],
    [403, { 'x-ratelimit-remaining': '0' }],
    [403, { 'retry-after': '60' }],
  ] as Array<[number, Record<string, string>]>)(
    'is to be tried again after %i %o',
    async (status, headers) => {
      const { provider } = await aGithub(status, { message: 'later' }, headers);
      await expect(provider().find(aSite(), head)).rejects.toMatchObject({ code: 'provider-unavailable' });
    },
  );

  test('is to be tried again when nothing answers, or something else does', async () => {
    const silent = github(
      { apiUrl: 'http://127.0.0.1:1', webhookSecrets: [new Secret('s')], token: undefined },
      fakeSecrets(),
    );
    await expect(silent.find(aSite(), head)).rejects.toMatchObject({ code: 'provider-unavailable' });
    const { provider } = await aGithub(200, { hello: 'world' });
    await expect(provider().find(aSite(), head)).rejects.toMatchObject({ code: 'provider-unavailable' });
  });

  test('needs an owner and a name', async () => {
    const { provider, requests } = await aGithub(200, commit);
    const lookup = await provider().find(aSite('blog', { repository: 'https://github.com/acme' }), head);
    expect(lookup).toMatchObject({ kind: 'notFound', message: expect.stringContaining('"repository"') });
    expect(requests).toEqual([]);
  });
});

describe('reporting on a commit', () => {
  const status = {
    sha,
    state: 'success',
    description: 'd'.repeat(200),
    targetUrl: 'https://slipway.test/api/runs/1',
  } as const;

  test('writes a status of the site, its description as long as GitHub takes it', async () => {
    const { provider, requests } = await aGithub(201, {});
    await provider('app').report(aSite(), status);
    expect(requests).toMatchObject([
      { method: 'POST', url: `/repos/acme/blog/statuses/${sha}`, authorization: 'Bearer app' },
    ]);
    const body = JSON.parse(requests[0]?.body ?? '');
    expect(body).toMatchObject({
      state: 'success',
      context: 'slipway/blog',
      target_url: 'https://slipway.test/api/runs/1',
    });
    expect(body.description).toHaveLength(140);
  });

  test('is left out on github.com without a token', async () => {
    const provider = github(
      { apiUrl: 'https://api.github.com', webhookSecrets: [new Secret('s')], token: undefined },
      fakeSecrets(),
    );
    await expect(provider.report(aSite(), status)).resolves.toBeUndefined();
  });

  test.each([403, 422, 500])('throws when the answer is %i', async (code) => {
    const { provider } = await aGithub(code, { message: 'no' });
    await expect(provider('app').report(aSite(), status)).rejects.toMatchObject({
      code: 'provider-unavailable',
    });
  });
});

describe('receiving webhooks', () => {
  const body = Buffer.from('{"zen": "Keep it logically awesome."}');
  const secrets = ['the new secret', 'the old secret'].map((text) => new Secret(text));
  const provider = (config: Partial<GitHubConfig>) =>
    github(
      { apiUrl: 'http://127.0.0.1:1', webhookSecrets: secrets, token: undefined, ...config },
      fakeSecrets(),
    );
  const ping = async (secret: string): Promise<WebhookRequest> => {
    const headers: Record<string, string> = {
      'x-hub-signature-256': await sign(secret, body.toString()),
      'x-github-delivery': 'delivery-1',
      'x-github-event': 'ping',
    };
    return { header: (name) => headers[name], body };
  };

  test.each(['the new secret', 'the old secret'])('takes what is signed with %s', async (secret) => {
    expect(await provider({}).receive(await ping(secret))).toMatchObject({ message: { kind: 'ping' } });
  });

  test('refuses what is signed with another', async () => {
    await expect(provider({}).receive(await ping('a third secret'))).rejects.toMatchObject({
      code: 'signature-invalid',
    });
  });

  test('is turned off, and says what to set, when there is no secret', async () => {
    const off = provider({ webhookSecrets: [], problem: 'SLIPWAY_GITHUB_WEBHOOK_SECRET: missing' });
    await expect(off.receive(await ping('the new secret'))).rejects.toMatchObject({
      code: 'provider-off',
      message: expect.stringContaining('SLIPWAY_GITHUB_WEBHOOK_SECRET: missing'),
    });
  });
});
