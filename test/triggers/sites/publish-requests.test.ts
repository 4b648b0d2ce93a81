import { describe, expect, test } from 'vitest';
import { publishManyRunId, publishRunId } from '../../../lib/ids.ts';
import { TriggerBench } from '../../support/trigger-bench.ts';

const sites = [{ name: 'blog' }, { name: 'docs' }, { name: 'shop' }];

describe('a request to publish a site', () => {
  test('starts the newest commit of its branch and says where to follow it', async () => {
    const bench = new TriggerBench(sites);
    const answer = await bench.call('POST', '/api/sites/blog/publish');
    const id = publishRunId('blog', 'request:id-1');
    const self = `https://slipway.test/api/runs/${id}`;
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(self);
    expect(answer.body).toEqual({
      id,
      site: 'blog',
      links: { self, logs: `${self}/logs`, cancel: `${self}/cancel` },
    });
    expect((await bench.lanes.read('blog')).row.want).toEqual({
      runId: id,
      ref: { kind: 'branchHead' },
      cause: 'manual',
      requestedAt: '2026-01-01T00:00:00.000Z',
    });
    expect(bench.runs.started).toMatchObject([{ id: 'lane-blog' }]);
  });

  test('starts the commit that it names', async () => {
    const bench = new TriggerBench(sites);
    const commit = 'c'.repeat(40);
    await bench.call('POST', '/api/sites/blog/publish', { body: { commit } });
    expect((await bench.lanes.read('blog')).row.want?.ref).toEqual({ kind: 'sha', sha: commit });
  });

  test('starts a run of its own each time, unless it carries the same key', async () => {
    const bench = new TriggerBench(sites);
    for (let time = 0; time < 2; time++) await bench.call('POST', '/api/sites/blog/publish');
    expect(bench.runIndex.rows.size).toBe(2);

    const headers = { 'idempotency-key': 'release-7' };
    const first = await bench.call('POST', '/api/sites/blog/publish', { headers });
    const row = bench.runIndex.rows.get(first.body.id as string);
    if (row) await bench.runIndex.put({ ...row, status: 'succeeded' });
    await bench.lanes.write('blog', { dropped: [] }, (await bench.lanes.read('blog')).etag);
    const second = await bench.call('POST', '/api/sites/blog/publish', { headers });
    expect(second.body).toEqual(first.body);
    expect((await bench.lanes.read('blog')).row).toEqual({ dropped: [] });
    expect(bench.runIndex.rows.size).toBe(3);
    const wrong = await bench.call('POST', '/api/sites/blog/publish', {
      headers: { 'idempotency-key': 'a b' },
    });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  });

  test.each(['/api/sites/blog/publish', '/api/publish'])(
    'that comes again with its key before its run is known was made when the first one was: %s',
    async (path) => {
      const bench = new TriggerBench(sites);
      const headers = { 'idempotency-key': 'release-7' };
      const { body } = await bench.call('POST', path, { headers });
      const row = bench.runIndex.rows.get(body.id as string);
      // As two that come at once see it: neither finds what the other writes.
      bench.runIndex.rows.clear();
      bench.runs.records.clear();
      bench.clock.advanceBy(5);
      await bench.call('POST', path, { headers });
      expect(bench.runIndex.rows.get(body.id as string)).toEqual(row);
    },
  );

  test('with the key of another body is refused', async () => {
    const bench = new TriggerBench(sites);
    const headers = { 'idempotency-key': 'release-7' };
    await bench.call('POST', '/api/sites/blog/publish', { headers });
    const other = await bench.call('POST', '/api/sites/blog/publish', { headers, body: { force: true } });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-mismatch' } });
    expect((await bench.call('POST', '/api/sites/docs/publish', { headers })).status).toBe(202);
  });

  test('for an unknown site is told which there are', async () => {
    const bench = new TriggerBench(sites);
    const answer = await bench.call('POST', '/api/sites/blgo/publish');
    expect(answer).toMatchObject({
      status: 404,
      body: {
        type: 'urn:slipway:problem:site-unknown',
        title: 'No such site',
        status: 404,
        detail: 'The catalog has no "blgo"; it has: blog, docs, shop.',
        code: 'site-unknown',
        instance: '/api/sites/blgo/publish',
        sites: ['blog', 'docs', 'shop'],
      },
    });
    expect(bench.runs.started).toEqual([]);
  });

  test.each([
    ['is not JSON', '{', 'invalid-json'],
    ['names a short sha', { commit: 'abc1234' }, 'invalid-request'],
    ['names something unknown', { branch: 'main' }, 'invalid-request'],
    ['is a list', [], 'invalid-request'],
    ['is not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), 'invalid-json'],
  ])('with a body that %s is refused', async (_, body, code) => {
    const bench = new TriggerBench(sites);
    const answer = await bench.call('POST', '/api/sites/blog/publish', { body });
    expect(answer).toMatchObject({ status: 400, body: { code } });
    expect(bench.runs.started).toEqual([]);
  });

  test('with a body of more than 1 MB is refused', async () => {
    const bench = new TriggerBench(sites);
    const large = await bench.call('POST', '/api/sites/blog/publish', { body: ' '.repeat(1_100_000) });
    expect(large).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
    expect(bench.runs.started).toEqual([]);
  });
});

describe('a request to publish many sites', () => {
  test('takes all of the catalog when it names none', async () => {
    const bench = new TriggerBench(sites);
    const answer = await bench.call('POST', '/api/publish');
    const id = publishManyRunId('request:id-1');
    expect(answer).toMatchObject({ status: 202, body: { id, sites: ['blog', 'docs', 'shop'] } });
    expect(bench.runs.started).toEqual([
      {
        name: 'publishSites',
        id,
        input: { sites: ['blog', 'docs', 'shop'], requestedAt: '2026-01-01T00:00:00.000Z' },
      },
    ]);
  });

  test('takes each site that it names once', async () => {
    const bench = new TriggerBench(sites);
    await bench.call('POST', '/api/publish', { body: { sites: ['shop', 'blog', 'shop'] } });
    expect(bench.runs.started).toMatchObject([{ input: { sites: ['shop', 'blog'] } }]);
  });

  test('is told every unknown site at once, and starts nothing', async () => {
    const bench = new TriggerBench(sites);
    const answer = await bench.call('POST', '/api/publish', { body: { sites: ['a', 'blog', 'b'] } });
    expect(answer).toMatchObject({ status: 404, body: { code: 'site-unknown', unknown: ['a', 'b'] } });
    expect(bench.runs.started).toEqual([]);
  });

  test('with an empty list is refused', async () => {
    const answer = await new TriggerBench(sites).call('POST', '/api/publish', { body: { sites: [] } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  });
});

test('a catalog with three mistakes is answered with all of them and their places', async () => {
  const bench = new TriggerBench();
  bench.catalogText = JSON.stringify({
    sites: {
      blog: { repository: 'no url', url: 'https://blog.example.com/', brnch: 'main', maxDeletions: -1 },
    },
  });
  const answer = await bench.call('POST', '/api/publish');
  expect(answer).toMatchObject({ status: 503, body: { code: 'catalog-invalid' } });
  const places = (answer.body.issues as Array<{ place: string }>).map(({ place }) => place);
  expect(places.sort()).toEqual(['sites.blog.brnch', 'sites.blog.maxDeletions', 'sites.blog.repository']);
  for (const place of places) expect(answer.body.detail).toContain(place);
});
