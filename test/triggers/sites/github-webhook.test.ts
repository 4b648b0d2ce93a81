import { sign } from '@octokit/webhooks-methods';
import { describe, expect, test } from 'vitest';
import { publishRunId } from '../../../lib/ids.ts';
import { aPush, TriggerBench, webhookSecret } from '../../support/trigger-bench.ts';

const runId = publishRunId('blog', 'github:delivery-1');
const sha = 'b'.repeat(40);

describe('a push', () => {
  test('starts a publish of the site that is built from it', async () => {
    const bench = new TriggerBench();
    const answer = await bench.push(aPush());
    expect(answer.status).toBe(202);
    const self = `https://slipway.test/api/runs/${runId}`;
    const links = { self, logs: `${self}/logs`, cancel: `${self}/cancel` };
    expect(answer.body).toEqual({ runs: [{ id: runId, site: 'blog', sha, links }] });
    expect((await bench.lanes.read('blog')).row.want).toEqual({
      runId,
      ref: { kind: 'branchHead' },
      cause: 'push',
      requestedAt: '2026-01-01T00:00:00.000Z',
      pushed: sha,
    });
    expect(bench.runIndex.rows.get(runId)).toMatchObject({ status: 'pending', site: 'blog' });
    expect(bench.runs.started).toMatchObject([
      { name: 'siteLane', id: 'lane-blog', input: { site: 'blog' } },
    ]);
  });

  test('leaves the trace of its caller with what is wanted', async () => {
    const bench = new TriggerBench();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await bench.push(aPush(), { traceparent });
    expect((await bench.lanes.read('blog')).row.want).toMatchObject({ runId, traceparent });
  });

  test('starts every site of its repository and branch, and no other', async () => {
    const repository = 'https://github.com/acme/sites.git';
    const bench = new TriggerBench([
      { name: 'docs', repository, directory: 'docs' },
      { name: 'blog', repository: 'git+ssh://git@github.com/Acme/Sites' },
      { name: 'next', repository, branch: 'next' },
      { name: 'shop' },
    ]);
    await bench.push(
      aPush({ repository: { clone_url: repository, html_url: 'https://github.com/acme/sites' } }),
    );
    expect([...bench.lanes.rows.keys()].sort()).toEqual(['blog', 'docs']);
  });

  test.each([
    ['to another branch', aPush({ ref: 'refs/heads/draft' }), 'No site'],
    [
      'to another repository',
      aPush({ repository: { clone_url: 'https://github.com/acme/other.git' } }),
      'No site',
    ],
    ['to a fork', aPush({ repository: { clone_url: 'https://github.com/mallory/blog.git' } }), 'No site'],
    ['of a tag', aPush({ ref: 'refs/tags/v1' }), 'not a branch'],
    ['that deletes the branch', aPush({ deleted: true, after: '0'.repeat(40) }), 'deleted'],
    ['with no URL that can be read', aPush({ repository: { clone_url: 'no url' } }), 'No site'],
  ])('%s starts nothing and says why', async (_, payload, reason) => {
    const bench = new TriggerBench();
    const answer = await bench.push(payload);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ runs: [], message: expect.stringContaining(reason) });
    expect(bench.runs.started).toEqual([]);
    expect(bench.deliveries.records.size).toBe(0);
  });

  test('is not mistaken for another event', async () => {
    const bench = new TriggerBench();
    expect(await bench.push(aPush(), { 'x-github-event': 'ping' })).toMatchObject({ status: 200 });
    expect(await bench.push(aPush(), { 'x-github-event': 'pull_request' })).toMatchObject({ status: 200 });
    expect(bench.runs.started).toEqual([]);
  });
});

describe('a call that cannot be trusted', () => {
  test('is refused without a signature, whatever it says', async () => {
    const bench = new TriggerBench();
    for (const payload of [aPush(), 'no json', { ref: 5 }]) {
      const answer = await bench.push(payload, { 'x-hub-signature-256': undefined });
      expect(answer).toMatchObject({ status: 401, body: { code: 'signature-missing' } });
    }
    expect(bench.runs.started).toEqual([]);
  });

  test('is refused with a wrong signature, and tells no secret', async () => {
    const bench = new TriggerBench();
    for (const signature of ['sha256=00', `sha256=${'0'.repeat(64)}`, 'nonsense']) {
      const answer = await bench.push(aPush(), { 'x-hub-signature-256': signature });
      expect(answer).toMatchObject({ status: 401, body: { code: 'signature-invalid' } });
      expect(answer.text).not.toContain(webhookSecret);
    }
    expect(bench.runs.started).toEqual([]);
    expect(bench.deliveries.records.size).toBe(0);
  });

  test('is refused when a single byte was changed after signing', async () => {
    const bench = new TriggerBench();
    const body = JSON.stringify(aPush());
    const signature = await sign(webhookSecret, body);
    const answer = await bench.push(body.replace('b'.repeat(40), `${'b'.repeat(39)}c`), {
      'x-hub-signature-256': signature,
    });
    expect(answer.status).toBe(401);
  });
});

describe('a signed call that makes no sense', () => {
  test.each([
    ['is not JSON', 'no json', {}, 400, 'invalid-json'],
    ['is no push event', JSON.stringify({ ref: 5 }), {}, 400, 'invalid-request'],
    [
      'has no delivery id',
      JSON.stringify(aPush()),
      { 'x-github-delivery': undefined },
      400,
      'invalid-request',
    ],
    [
      'has a delivery id with a slash',
      JSON.stringify(aPush()),
      { 'x-github-delivery': '../x' },
      400,
      'invalid-request',
    ],
  ])('is answered with a problem when it %s', async (_, payload, headers, status, code) => {
    const bench = new TriggerBench();
    const answer = await bench.push(payload, headers);
    expect(answer).toMatchObject({ status, body: { status, code, instance: '/api/webhooks/github' } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(bench.runs.started).toEqual([]);
  });

  test('names every mistake of a push event with its place', async () => {
    const answer = await new TriggerBench().push({ ref: 5, after: 'short', repository: {} });
    const places = (answer.body.issues as Array<{ place: string }>).map(({ place }) => place);
    expect(places).toEqual(['ref', 'after', 'repository.clone_url']);
  });

  test('is refused above 25 MB, by its length alone and by its bytes', async () => {
    const bench = new TriggerBench();
    const large = new Uint8Array(30 * 1024 * 1024);
    const byBytes = await bench.call('POST', '/api/webhooks/github', {
      body: large,
      headers: { 'content-length': '10' },
    });
    expect(byBytes).toMatchObject({ status: 413, body: { code: 'body-too-large', limitBytes: 26_214_400 } });
    const byLength = await bench.call('POST', '/api/webhooks/github', {
      headers: { 'content-length': '30000000' },
    });
    expect(byLength.status).toBe(413);
  });

  test('is told about its missing body', async () => {
    const answer = await new TriggerBench().call('POST', '/api/webhooks/github');
    expect(answer).toMatchObject({ status: 411, body: { code: 'body-missing' } });
  });
});

describe('a delivery that comes again', () => {
  test('starts nothing and names the runs of the first', async () => {
    const bench = new TriggerBench();
    const first = await bench.push(aPush());
    const second = await bench.push(aPush());
    expect(second.status).toBe(202);
    expect(second.body).toEqual({ ...first.body, duplicate: true });
    expect(bench.runs.started).toHaveLength(1);
  });

  test('at the same moment starts one run', async () => {
    const bench = new TriggerBench();
    const answers = await Promise.all([bench.push(aPush()), bench.push(aPush()), bench.push(aPush())]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(answers.filter(({ body }) => body.duplicate)).toHaveLength(2);
    expect(bench.runs.started).toHaveLength(1);
  });

  test('starts nothing after its run has ended, even much later', async () => {
    const bench = new TriggerBench();
    await bench.push(aPush());
    bench.runs.add(runId, 'publishSite', { runtimeStatus: 'Completed' });
    bench.clock.advanceBy(3_600_000);
    await bench.push(aPush());
    expect(bench.runs.started).toHaveLength(1);
  });

  test('makes good what the first call did not come to', async () => {
    const bench = new TriggerBench();
    bench.runs.failingStarts = 1;
    const failed = await bench.push(aPush());
    expect(failed).toMatchObject({ status: 500, body: { code: 'internal', correlationId: 'invocation-1' } });
    const again = await bench.push(aPush());
    expect(again.body.runs).toMatchObject([{ id: runId }]);
    expect(bench.runs.started).toMatchObject([{ id: 'lane-blog' }]);
    expect((await bench.lanes.read('blog')).row.want?.runId).toBe(runId);
  });

  test('under another id changes nothing, because the commit is wanted already', async () => {
    const bench = new TriggerBench();
    await bench.push(aPush());
    const answer = await bench.push(aPush(), { 'x-github-delivery': 'delivery-2' });
    expect(answer).toMatchObject({
      status: 200,
      body: { runs: [], message: `Commit bbbbbbb of site "blog" has a run already: ${runId}.` },
    });
    expect((await bench.lanes.read('blog')).row).toMatchObject({ want: { runId }, dropped: [] });
  });
});

describe('what GitHub really sends', () => {
  test('is understood as a form, GitHub’s default', async () => {
    const bench = new TriggerBench();
    const form = new URLSearchParams({ payload: JSON.stringify(aPush()) }).toString();
    const answer = await bench.push(form, { 'content-type': 'application/x-www-form-urlencoded' });
    expect(answer.body.runs).toMatchObject([{ id: runId }]);
  });

  test('needs no URL but the one for cloning', async () => {
    const bench = new TriggerBench();
    const answer = await bench.push(aPush({ repository: { clone_url: 'https://github.com/acme/blog.git' } }));
    expect(answer.status).toBe(202);
  });

  test('is recognised after the repository was renamed, and the answer says so', async () => {
    const bench = new TriggerBench();
    const repository = { id: 7, clone_url: 'https://github.com/acme/blog.git' };
    await bench.push(aPush({ repository }));
    const renamed = { id: 7, clone_url: 'https://github.com/acme/diary.git' };
    const answer = await bench.push(aPush({ repository: renamed, after: 'c'.repeat(40) }), {
      'x-github-delivery': 'delivery-2',
    });
    expect(answer).toMatchObject({
      status: 202,
      body: { runs: [{ site: 'blog' }], message: expect.stringContaining('is now "github.com/acme/diary"') },
    });
    expect((await bench.call('GET', '/api/health')).body).toMatchObject({
      status: 'degraded',
      github: { message: expect.stringContaining('"github.com/acme/blog" is now') },
    });
    const stranger = await bench.push(aPush({ repository: { ...renamed, id: 8 } }), {
      'x-github-delivery': 'delivery-3',
    });
    expect(stranger.body.runs).toEqual([]);
  });
});
