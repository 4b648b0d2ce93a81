import { describe, expect, test } from 'vitest';
import { waitingRow } from '../../../lib/decide/runs/run-row.ts';
import { batchRunId } from '../../../lib/ids.ts';
import { aWant } from '../../support/builders.ts';
import { TriggerBench } from '../../support/trigger-bench.ts';

const ids = (body: Record<string, unknown>) => (body.runs as Array<{ id: string }>).map(({ id }) => id);

const minute = (n: number): string => `2026-01-01T00:${String(n).padStart(2, '0')}:00.000Z`;

/** Three publishes and one of many: two have ended, and of the one that should wait nobody knows. */
async function aBenchWithRuns() {
  const bench = new TriggerBench();
  const { runs, runIndex } = bench;
  const published = { runtimeStatus: 'Completed', output: { kind: 'published' } };
  await runIndex.put({
    ...waitingRow('blog', aWant('publish-blog-1')),
    status: 'succeeded',
    endedAt: minute(1),
  });
  runs.add('publish-blog-1', 'publishSite', { input: { site: 'blog' }, ...published });
  runs.add('publish-blog-1-container', 'runContainer', {
    runtimeStatus: 'Completed',
    output: { kind: 'succeeded' },
  });
  await runIndex.put({
    ...waitingRow('blog', aWant('publish-blog-2', { requestedAt: minute(2) })),
    status: 'running',
  });
  runs.add('publish-blog-2', 'publishSite', { input: { site: 'blog' } });
  const waiting = aWant('publish-blog-3', { requestedAt: minute(3) });
  await runIndex.put(waitingRow('blog', waiting));
  const building = { want: aWant('publish-blog-2'), sha: 'a', startedAt: '', overdueAt: '9' };
  await bench.lanes.write('blog', { building, want: waiting, dropped: [] }, undefined);
  await runIndex.put({
    id: 'publish-many-1',
    kind: 'publishMany',
    status: 'running',
    requestedAt: minute(4),
  });
  runs.add('publish-many-1', 'publishSites', { input: { sites: ['shop'], requestedAt: '' } });
  await runIndex.put({
    ...waitingRow('shop', aWant('publish-shop-1', { requestedAt: minute(5) })),
    status: 'failed',
    message: 'no',
    endedAt: minute(6),
  });
  runs.add('strange', 'somethingElse');
  return bench;
}

describe('the list of runs', () => {
  test.each([
    ['', ['publish-shop-1', 'publish-many-1', 'publish-blog-3', 'publish-blog-2', 'publish-blog-1']],
    ['?kind=publish', ['publish-shop-1', 'publish-blog-3', 'publish-blog-2', 'publish-blog-1']],
    ['?kind=publishMany', ['publish-many-1']],
    ['?site=shop', ['publish-shop-1']],
    ['?status=running', ['publish-many-1', 'publish-blog-2']],
    ['?status=succeeded', ['publish-blog-1']],
    ['?status=failed,running&kind=publish', ['publish-shop-1', 'publish-blog-2']],
    ['?since=2026-01-01T00:04:00Z', ['publish-shop-1', 'publish-many-1']],
    ['?prefix=publish-blog', ['publish-blog-3', 'publish-blog-2', 'publish-blog-1']],
    ['?site=nobody', []],
  ])('%s has what was asked for, newest first', async (query, expected) => {
    const answer = await (await aBenchWithRuns()).call('GET', `/api/runs${query}`);
    expect(answer.status).toBe(200);
    expect(ids(answer.body)).toEqual(expected);
    expect(answer.body.cursor).toBeUndefined();
  });

  test('looks at those that go on, because a row may be behind', async () => {
    const bench = await aBenchWithRuns();
    bench.runs.add('publish-blog-2', 'publishSite', {
      input: { site: 'blog' },
      runtimeStatus: 'Terminated',
      output: 'enough',
    });
    const answer = await bench.call('GET', '/api/runs?kind=publish');
    expect(answer.body.runs).toMatchObject([
      { id: 'publish-shop-1', status: 'failed', message: 'no', seconds: 60 },
      { id: 'publish-blog-3', status: 'pending', phase: 'queued', waitsFor: 'publish-blog-2' },
      { id: 'publish-blog-2', status: 'terminated', message: 'enough' },
      { id: 'publish-blog-1', status: 'succeeded' },
    ]);
    expect(ids((await bench.call('GET', '/api/runs?status=running')).body)).toEqual(['publish-many-1']);
  });

  test('names the sites of a publish of many', async () => {
    const answer = await (await aBenchWithRuns()).call('GET', '/api/runs?kind=publishMany');
    expect(answer.body.runs).toMatchObject([
      { id: 'publish-many-1', sites: [{ site: 'shop', runId: batchRunId('shop', 'publish-many-1') }] },
    ]);
  });

  test('names every mistake of a query', async () => {
    const bench = new TriggerBench();
    const answer = await bench.call('GET', '/api/runs?kind=blog&status=green&since=yesterday&top=0');
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    const places = (answer.body.issues as Array<{ place: string }>).map(({ place }) => place.split('[')[0]);
    expect(new Set(places)).toEqual(new Set(['kind', 'status', 'since', 'top']));
    expect((await bench.call('GET', '/api/runs?cursor=nonsense')).status).toBe(400);
  });

  test('answers no misspelt filter as if nothing had been asked for, but takes the keys of the host', async () => {
    const bench = await aBenchWithRuns();
    const misspelt = await bench.call('GET', '/api/runs?stauts=failed');
    expect(misspelt).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(misspelt.body.detail).toContain('stauts');
    const keyed = await bench.call('GET', '/api/runs?code=a-key&clientId=default&site=shop');
    expect(ids(keyed.body)).toEqual(['publish-shop-1']);
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
    const bench = await aBenchWithRuns();
    const answer = await bench.call('GET', '/api/runs/publish-many-1');
    const runId = batchRunId('shop', 'publish-many-1');
    expect(answer.body).toMatchObject({ kind: 'publishMany', sites: [{ site: 'shop', runId }] });
    await bench.documents.appendLog({ runId: `${runId}-container`, attempt: 1 }, 'Start building', 0);
    const logs = await bench.call('GET', '/api/runs/publish-many-1/logs');
    expect(logs.text).toBe(`==> shop (${runId}) <==\nStart building\n`);
  });

  test('is shown by its row before it has begun, when it never began, and when its history is gone', async () => {
    const bench = await aBenchWithRuns();
    expect((await bench.call('GET', '/api/runs/publish-blog-3')).body).toMatchObject({
      status: 'pending',
      phase: 'queued',
      waitsFor: 'publish-blog-2',
    });
    expect((await bench.call('GET', '/api/runs/publish-shop-1')).body).toMatchObject({
      status: 'failed',
      message: 'no',
    });
    await bench.runIndex.put(waitingRow('shop', aWant('lost')));
    expect((await bench.call('GET', '/api/runs/lost')).body).toMatchObject({ status: 'failed' });
  });

  test('that does not exist is unknown', async () => {
    const bench = await aBenchWithRuns();
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
    const bench = await aBenchWithRuns();
    await bench.documents.appendLog({ runId: 'publish-blog-1-container', attempt: 1 }, 'Start building\n', 0);
    for (const id of ['publish-blog-1', 'publish-blog-1-container']) {
      const answer = await bench.call('GET', `/api/runs/${id}/logs`);
      expect(answer).toMatchObject({ status: 200, text: 'Start building\n' });
      expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    }
  });

  test('is empty while there is none, and unknown without the run', async () => {
    const bench = await aBenchWithRuns();
    expect(await bench.call('GET', '/api/runs/publish-blog-2/logs')).toMatchObject({ status: 200, text: '' });
    expect(await bench.call('GET', '/api/runs/none/logs')).toMatchObject({ status: 404 });
  });
});
