import { describe, expect, test } from 'vitest';
import { waitingRow } from '../../../lib/decide/runs/run-row.ts';
import { batchRunId } from '../../../lib/ids.ts';
import { aWant } from '../../support/builders.ts';
import { TriggerBench } from '../../support/trigger-bench.ts';

const publish = (phase?: string) => ({
  input: { site: 'blog', ref: { kind: 'branchHead' }, requestedAt: '', cause: 'manual' },
  customStatus: phase ? { kind: 'publish', site: 'blog', phase, phases: [] } : null,
});

const cancel = (bench: TriggerBench, id: string, body?: object) =>
  bench.call('POST', `/api/runs/${id}/cancel`, body ? { body } : {});

describe('cancelling a publish', () => {
  test.each([undefined, 'fetching', 'building'])('is accepted while it is %s', async (phase) => {
    const bench = new TriggerBench();
    bench.runs.add('p', 'publishSite', publish(phase));
    bench.runs.add('p-container', 'runContainer');
    const answer = await cancel(bench, 'p', { reason: 'wrong draft' });
    expect(answer).toMatchObject({ status: 202, body: { id: 'p', reason: 'wrong draft' } });
    expect(answer.headers.get('location')).toBe('https://slipway.test/api/runs/p');
    expect(Object.fromEntries(bench.documents.cancellations)).toEqual({
      p: { reason: 'wrong draft' },
      'p-container': { reason: 'wrong draft' },
    });
    expect(bench.runs.raised).toEqual([
      { id: 'p-container', event: 'cancelRequested', data: { reason: 'wrong draft' } },
    ]);
  });

  test.each(['promoting', 'purging', 'verifying', 'reporting', 'done'])(
    'is too late once it is %s',
    async (phase) => {
      const bench = new TriggerBench();
      bench.runs.add('p', 'publishSite', publish(phase));
      expect(await cancel(bench, 'p')).toMatchObject({
        status: 409,
        body: { code: 'too-late-to-cancel', phase },
      });
      expect(bench.documents.cancellations.size).toBe(0);
    },
  );

  test('is too late when its promotion began to copy in the moment before, and leaves the mark for others to see', async () => {
    const bench = new TriggerBench();
    bench.runs.add('p', 'publishSite', publish('building'));
    const place = { container: 'site-blog', prefix: '', url: 'https://blog.example.com/' };
    const claim = {
      runId: 'p',
      release: 'r',
      commit: 'c',
      requestedAt: '',
      claimedAt: '',
      baselines: [],
      place,
    };
    const { state, etag } = await bench.targets.read({ site: 'blog', lane: 'production' });
    await bench.targets.write({ ...state, promoting: { ...claim, copying: true } }, etag);
    expect(await cancel(bench, 'p')).toMatchObject({
      status: 409,
      body: { code: 'too-late-to-cancel', phase: 'promoting' },
    });
  });

  test('marks it before its container has begun', async () => {
    const bench = new TriggerBench();
    bench.runs.add('p', 'publishSite', { ...publish(), runtimeStatus: 'Pending' });
    expect((await cancel(bench, 'p')).status).toBe(202);
    expect([...bench.documents.cancellations.keys()]).toEqual(['p', 'p-container']);
    expect(bench.runs.raised).toEqual([]);
  });

  test.each(['Completed', 'Failed', 'Terminated'])('that is %s is refused', async (runtimeStatus) => {
    const bench = new TriggerBench();
    bench.runs.add('p', 'publishSite', { ...publish('done'), runtimeStatus });
    expect(await cancel(bench, 'p')).toMatchObject({
      status: 409,
      body: { code: 'run-ended', status: 409 },
    });
  });
});

describe('cancelling other runs', () => {
  test('of many sites reaches those that build and those that wait', async () => {
    const bench = new TriggerBench();
    bench.runs.add('m', 'publishSites', { input: { sites: ['a', 'b'], requestedAt: '' } });
    const [a, b] = ['a', 'b'].map((site) => batchRunId(site, 'm'));
    bench.runs.add(`${a}-container`, 'runContainer');
    await bench.lanes.write('b', { want: aWant(b), dropped: [] }, undefined);
    await cancel(bench, 'm', { reason: 'no' });
    expect([...bench.documents.cancellations.keys()]).toEqual([
      'm',
      a,
      `${a}-container`,
      b,
      `${b}-container`,
    ]);
    expect(bench.runs.raised.map(({ id }) => id)).toEqual([`${a}-container`]);
    expect((await bench.lanes.read('b')).row).toMatchObject({
      dropped: [{ want: { runId: b }, status: 'cancelled', message: 'no' }],
    });
  });

  test('that waits for its turn takes it out of its lane, once', async () => {
    const bench = new TriggerBench();
    await bench.call('POST', '/api/sites/blog/publish', { headers: { 'idempotency-key': 'k' } });
    const [id = ''] = bench.runIndex.rows.keys();
    expect((await cancel(bench, id, { reason: 'no' })).status).toBe(202);
    const { row } = await bench.lanes.read('blog');
    expect(row).toMatchObject({ dropped: [{ status: 'cancelled', message: 'no' }] });
    expect(row.want).toBeUndefined();
    await bench.runIndex.put({ ...waitingRow('blog', aWant(id)), status: 'cancelled' });
    expect(await cancel(bench, id)).toMatchObject({ status: 409, body: { code: 'run-ended' } });
  });

  test('of a container wakes it', async () => {
    const bench = new TriggerBench();
    bench.runs.add('c', 'runContainer', { customStatus: { kind: 'container', state: 'running' } });
    expect(await cancel(bench, 'c')).toMatchObject({
      status: 202,
      body: { reason: 'Cancelled on request.' },
    });
    expect(bench.runs.raised).toEqual([
      { id: 'c', event: 'cancelRequested', data: { reason: 'Cancelled on request.' } },
    ]);
  });

  test.each(['sweepOrphans', 'siteLane', 'removeGroup', 'cleanUp'] as const)(
    'of %s is refused, because it would not hear of it',
    async (name) => {
      const bench = new TriggerBench();
      bench.runs.add('x', name);
      expect(await cancel(bench, 'x')).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
      expect(bench.documents.cancellations.size).toBe(0);
    },
  );

  test("that do not exist, or are not the product's, is answered with 404", async () => {
    const bench = new TriggerBench();
    bench.runs.add('strange', 'somethingElse');
    for (const id of ['none', 'strange', 'a%3Fcode=1', '%40entity']) {
      expect(await cancel(bench, id)).toMatchObject({ status: 404, body: { code: 'run-unknown' } });
    }
  });

  test('needs a reason that is a text', async () => {
    const bench = new TriggerBench();
    bench.runs.add('p', 'publishSite', publish());
    for (const reason of [5, '', ' ', 'x'.repeat(501)]) {
      expect((await cancel(bench, 'p', { reason })).status).toBe(400);
    }
    expect(bench.documents.cancellations.size).toBe(0);
  });
});
