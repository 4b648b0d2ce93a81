import { describe, expect, test } from 'vitest';
import { TriggerBench } from '../../support/trigger-bench.ts';

const ids = (body: Record<string, unknown>) => (body.runs as Array<{ id: string }>).map(({ id }) => id);

function aBenchWithRuns() {
  const bench = new TriggerBench();
  const { runs } = bench;
  const published = { runtimeStatus: 'Completed', output: { kind: 'published' } };
  runs.add('publish-blog-1', 'publishSite', { input: { site: 'blog' }, ...published });
  runs.add('publish-blog-1-container', 'runContainer', {
    runtimeStatus: 'Completed',
    output: { kind: 'succeeded' },
  });
  runs.add('publish-blog-2', 'publishSite', {
    input: { site: 'blog' },
    createdAt: '2026-01-02T00:00:00.000Z',
  });
  runs.add('publish-many-1', 'publishSites', { input: { sites: ['shop'], concurrency: 2, requestedAt: '' } });
  runs.add('publish-many-1-lane-0', 'publishLane');
  runs.add('publish-many-1-lane-0-shop', 'publishSite', {
    input: { site: 'shop' },
    runtimeStatus: 'Completed',
    output: { kind: 'failed', stage: 'building', message: 'no' },
  });
  runs.add('strange', 'somethingElse');
  runs.add('sweep-orphans', 'sweepOrphans', { runtimeStatus: 'Failed', output: 'Out of luck' });
  return bench;
}

describe('the list of runs', () => {
  test.each([
    [
      '',
      ['publish-blog-1', 'publish-blog-2', 'publish-many-1', 'publish-many-1-lane-0-shop', 'sweep-orphans'],
    ],
    ['?kind=publish', ['publish-blog-1', 'publish-blog-2', 'publish-many-1-lane-0-shop']],
    ['?kind=publishMany', ['publish-many-1']],
    ['?kind=container', ['publish-blog-1-container']],
    ['?site=shop', ['publish-many-1-lane-0-shop']],
    ['?status=running', ['publish-blog-2', 'publish-many-1']],
    ['?status=succeeded', ['publish-blog-1']],
    ['?status=failed,running&kind=publish', ['publish-blog-2', 'publish-many-1-lane-0-shop']],
    ['?since=2026-01-01T12:00:00Z', ['publish-blog-2']],
    ['?prefix=publish-blog', ['publish-blog-1', 'publish-blog-2']],
    ['?site=nobody', []],
  ])('%s has what was asked for', async (query, expected) => {
    const answer = await aBenchWithRuns().call('GET', `/api/runs${query}`);
    expect(answer.status).toBe(200);
    expect(ids(answer.body)).toEqual(expected);
    expect(answer.body.cursor).toBeUndefined();
  });

  test('names the sites of a publish of many', async () => {
    const answer = await aBenchWithRuns().call('GET', '/api/runs?kind=publishMany');
    expect(answer.body.runs).toMatchObject([
      { id: 'publish-many-1', sites: [{ site: 'shop', runId: 'publish-many-1-lane-0-shop' }] },
    ]);
  });

  test('can be walked through in pages, each run once', async () => {
    const bench = new TriggerBench();
    for (let n = 100; n < 350; n++) {
      bench.runs.add(`publish-blog-${n}`, n % 3 === 0 ? 'publishSite' : 'runContainer', {
        input: { site: 'blog' },
      });
    }
    const seen: string[] = [];
    let cursor: unknown = '';
    for (let pages = 0; cursor !== undefined; pages++) {
      expect(pages).toBeLessThan(10);
      const answer = await bench.call('GET', `/api/runs?top=20${cursor ? `&cursor=${cursor}` : ''}`);
      expect(ids(answer.body).length).toBeLessThanOrEqual(20);
      seen.push(...ids(answer.body));
      cursor = answer.body.cursor;
    }
    expect(seen).toHaveLength(83);
    expect(new Set(seen).size).toBe(83);
  });

  test('names every mistake of a query', async () => {
    const bench = new TriggerBench();
    const answer = await bench.call('GET', '/api/runs?kind=blog&status=green&since=yesterday&top=0');
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    const places = (answer.body.issues as Array<{ place: string }>).map(({ place }) => place.split('.')[0]);
    expect(new Set(places)).toEqual(new Set(['kind', 'status', 'since', 'top']));
    expect((await bench.call('GET', '/api/runs?cursor=nonsense')).status).toBe(400);
  });
});

describe('one run', () => {
  test('is shown with its container, its links and its management URLs', async () => {
    const bench = new TriggerBench();
    bench.runs.add('p', 'publishSite', {
      input: { site: 'blog' },
      customStatus: {
        kind: 'publish',
        site: 'blog',
        phase: 'building',
        phases: [{ phase: 'building', startedAt: '2026-01-01T00:00:00.000Z' }],
      },
    });
    bench.runs.add('p-container', 'runContainer', {
      customStatus: {
        kind: 'container',
        attempt: 1,
        group: 'g',
        image: 'hugo',
        state: 'running',
        step: 'building',
      },
    });
    bench.clock.advanceBy(5_500);
    const answer = await bench.call('GET', '/api/runs/p');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      id: 'p',
      kind: 'publish',
      site: 'blog',
      status: 'running',
      phase: 'building',
      seconds: 5.5,
      container: { run: 'p-container', group: 'g', state: 'running', step: 'building' },
      links: {
        self: 'https://slipway.test/api/runs/p',
        durable: { terminatePostUri: expect.stringContaining('/p/terminate') },
      },
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('of many sites names the runs of its sites', async () => {
    const bench = aBenchWithRuns();
    const answer = await bench.call('GET', '/api/runs/publish-many-1');
    expect(answer.body).toMatchObject({
      kind: 'publishMany',
      sites: [{ site: 'shop', runId: 'publish-many-1-lane-0-shop' }],
    });
  });

  test('that does not exist is unknown', async () => {
    const bench = aBenchWithRuns();
    for (const id of ['none', 'strange', 'x%23y']) {
      const answer = await bench.call('GET', `/api/runs/${id}`);
      expect(answer).toMatchObject({
        status: 404,
        body: { code: 'run-unknown', instance: `/api/runs/${id}` },
      });
    }
  });
});

describe('the log of a run', () => {
  test('is the one of its container', async () => {
    const bench = aBenchWithRuns();
    await bench.documents.appendLog('publish-blog-1-container', 1, 'Start building\n', 0);
    for (const id of ['publish-blog-1', 'publish-blog-1-container']) {
      const answer = await bench.call('GET', `/api/runs/${id}/logs`);
      expect(answer).toMatchObject({ status: 200, text: 'Start building\n' });
      expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    }
  });

  test('is empty while there is none, and unknown without the run', async () => {
    const bench = aBenchWithRuns();
    expect(await bench.call('GET', '/api/runs/publish-blog-2/logs')).toMatchObject({ status: 200, text: '' });
    expect(await bench.call('GET', '/api/runs/none/logs')).toMatchObject({ status: 404 });
  });
});

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
});
