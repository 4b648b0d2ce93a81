import { describe, expect, test } from 'vitest';
import { aPush, callbackSecret, TriggerBench, webhookSecret } from '../support/trigger-bench.ts';

describe('the health', () => {
  test('is good when catalog and storage are', async () => {
    const answer = await new TriggerBench().call('GET', '/api/health');
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'ok', version: '1.2.3', catalog: { state: 'ok' }, storage: { state: 'ok' } },
    });
  });

  test('is degraded while a refused catalog waits and the last good one serves', async () => {
    const bench = new TriggerBench();
    await bench.call('GET', '/api/health');
    bench.catalogText = '{"sites":{"blog":{}}}';
    bench.clock.advanceBy(2_000);
    const answer = await bench.call('GET', '/api/health');
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'degraded', catalog: { state: 'degraded' } },
    });
    expect((await bench.call('POST', '/api/sites/blog/publish')).status).toBe(202);
  });

  test('is bad without a catalog or without the storage', async () => {
    const bench = new TriggerBench();
    bench.catalogText = undefined;
    expect(await bench.call('GET', '/api/health')).toMatchObject({
      status: 503,
      body: { status: 'failing', catalog: { state: 'failing', issues: [expect.anything()] } },
    });
    const other = new TriggerBench();
    other.storageIsOut = true;
    expect(await other.call('GET', '/api/health')).toMatchObject({
      status: 503,
      body: { status: 'failing', catalog: { state: 'ok' }, storage: { state: 'failing' } },
    });
  });

  test('shows no value of a secret, to whomever', async () => {
    const bench = new TriggerBench();
    bench.secrets.API_KEY = 'the-api-key';
    bench.storageIsOut = true;
    const { text } = await bench.call('GET', '/api/health');
    for (const secret of ['the-api-key', webhookSecret, callbackSecret]) expect(text).not.toContain(secret);
  });

  test('is degraded without a webhook secret, and says which setting to add', async () => {
    const bench = new TriggerBench();
    bench.githubProblem = 'SLIPWAY_GITHUB_WEBHOOK_SECRET: missing';
    expect(await bench.call('GET', '/api/health')).toMatchObject({
      status: 200,
      body: { status: 'degraded', github: { state: 'degraded', message: bench.githubProblem } },
    });
    expect(await bench.push(aPush())).toMatchObject({ status: 503, body: { code: 'provider-off' } });
    expect((await bench.call('POST', '/api/sites/blog/publish')).status).toBe(202);
  });

  test('is degraded while the catalog names a repository by a name that it has no more', async () => {
    const bench = new TriggerBench();
    await bench.repositories.write('github-1', {
      key: 'github.com/acme/blog',
      renamedTo: 'github.com/acme/log',
    });
    await bench.repositories.write('github-2', {
      key: 'github.com/acme/gone',
      renamedTo: 'github.com/acme/away',
    });
    expect(await bench.call('GET', '/api/health')).toMatchObject({
      status: 200,
      body: {
        status: 'degraded',
        github: {
          message:
            'The repository "github.com/acme/blog" is now "github.com/acme/log"; correct it in the catalog.',
        },
      },
    });
  });
});
