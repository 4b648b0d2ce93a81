import { describe, expect, test } from 'vitest';
import { jobRunId } from '../../../lib/ids.ts';
import { TriggerBench } from '../../support/trigger-bench.ts';

const spec = { containers: [{ name: 'main', image: 'demo/x:1' }] };

function aBench(): TriggerBench {
  const bench = new TriggerBench();
  const score = {
    containers: [{ name: 'main', image: 'demo/score:1', cpu: 2, secrets: { TOKEN: 'API_TOKEN' } }],
    regions: ['northeurope'],
    deadlineSeconds: 60,
  };
  bench.catalogText = JSON.stringify({ jobs: { score: { spec: score } } });
  return bench;
}

const issuesOf = (body: Record<string, unknown>) => body.issues as Array<{ place: string; problem: string }>;

describe('a request for a job', () => {
  test('runs the smallest spec, and answers with the view of its run', async () => {
    const bench = aBench();
    const answer = await bench.call('POST', '/api/jobs', { body: { spec } });
    const id = jobRunId(undefined, 'request:id-1');
    const self = `https://slipway.test/api/runs/${id}`;
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(self);
    expect(answer.body).toMatchObject({
      id,
      kind: 'job',
      status: 'pending',
      phase: 'queued',
      cause: 'request',
      containers: [{ name: 'main', state: 'waiting', restartCount: 0 }],
      cost: { vcpuSeconds: 0, memoryGbSeconds: 0, estimate: { amount: 0, currency: 'USD' } },
      attempts: 0,
      links: { self, logs: `${self}/logs`, cancel: `${self}/cancel`, rerun: `${self}/rerun` },
    });
    expect(bench.runs.started).toMatchObject([
      {
        name: 'runJob',
        id,
        input: {
          hub: 'test',
          cause: 'request',
          requestedAt: '2026-01-01T00:00:00.000Z',
          spec: {
            queueDeadlineSeconds: 7_200,
            group: {
              name: 'job',
              containers: [{ name: 'main', image: 'demo/x:1', cpu: 1, memoryGb: 1.5 }],
              placements: [{ region: 'westeurope' }],
              runningDeadlineSeconds: 3_600,
              provisioningDeadlineSeconds: 900,
              maxAttempts: 3,
            },
          },
        },
      },
    ]);
    expect(bench.runIndex.rows.get(id)).toMatchObject({ kind: 'job', status: 'running' });
  });

  test('runs a job of the catalog with an input and variables', async () => {
    const bench = aBench();
    const body = { job: 'score', input: { text: 'grün' }, environment: { MODE: 'fast' } };
    const answer = await bench.call('POST', '/api/jobs', { body });
    expect(answer.body).toMatchObject({ id: jobRunId('score', 'request:id-1'), job: 'score' });
    expect(bench.runs.started[0]?.input).toMatchObject({
      job: 'score',
      input: { kind: 'inline', value: { text: 'grün' } },
      environment: { MODE: 'fast' },
      spec: {
        group: { name: 'job-score', placements: [{ region: 'northeurope' }], runningDeadlineSeconds: 60 },
      },
    });
  });

  test('keeps an input of more than 32 KB as a document of the run', async () => {
    const bench = aBench();
    const input = ['x'.repeat(32 * 1_024)];
    const { body } = await bench.call('POST', '/api/jobs', { body: { spec, input } });
    const id = body.id as string;
    expect(bench.runs.started[0]?.input).toMatchObject({ input: { kind: 'stored', bytes: 32 * 1_024 + 4 } });
    expect(await bench.documents.readValue(id, 'input')).toEqual({ value: input });
    expect((await bench.call('POST', '/api/jobs', { body: { spec, input: 'x'.repeat(9e6) } })).status).toBe(
      413,
    );
  });

  test('takes null as an input, and tells it from none', async () => {
    const bench = aBench();
    await bench.call('POST', '/api/jobs', { body: { spec, input: null } });
    await bench.call('POST', '/api/jobs', { body: { spec } });
    const [first, second] = bench.runs.started.map(({ input }) => input as { input?: unknown });
    expect(first?.input).toEqual({ kind: 'inline', value: null });
    expect(second).not.toHaveProperty('input');
  });

  test('that comes again with its key starts nothing, however far the first came', async () => {
    const bench = aBench();
    const again = () =>
      bench.call('POST', '/api/jobs', { body: { job: 'score' }, headers: { 'idempotency-key': 'k-1' } });
    bench.runs.failingStarts = 1;
    expect((await again()).status).toBe(500);
    const { body } = await again();
    expect((await again()).body.id).toBe(body.id);
    expect(bench.runs.started).toHaveLength(1);

    const row = bench.runIndex.rows.get(body.id as string);
    if (row) await bench.runIndex.put({ ...row, status: 'succeeded' });
    bench.runs.records.clear();
    expect((await again()).body).toMatchObject({ id: body.id, status: 'succeeded' });
    expect(bench.runs.started).toHaveLength(1);

    const other = { body: { job: 'score', input: 1 }, headers: { 'idempotency-key': 'k-1' } };
    expect((await bench.call('POST', '/api/jobs', other)).body).toMatchObject({
      code: 'idempotency-mismatch',
    });
  });

  test('is refused whole, with every mistake and its place', async () => {
    const bench = aBench();
    const containers = [
      {
        name: 'Main',
        image: '',
        cpu: 99,
        secrets: { SLIPWAY_INPUT: 'A' },
        mounts: [{ volume: 'none', path: '/x' }],
      },
    ];
    const output = { kind: 'file', volume: 'none', path: '../up' };
    const bad = { containers, restartPolicy: 'Always', retries: { exitCodes: [0] }, output, colour: 'red' };
    const answer = await bench.call('POST', '/api/jobs', {
      body: { spec: bad, environment: { 'A-B': '1' } },
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(
      issuesOf(answer.body)
        .map(({ place }) => place)
        .sort(),
    ).toEqual([
      'environment.A-B',
      'spec.colour',
      'spec.containers',
      'spec.containers[0].cpu',
      'spec.containers[0].image',
      'spec.containers[0].mounts[0].volume',
      'spec.containers[0].name',
      'spec.containers[0].secrets.SLIPWAY_INPUT',
      'spec.output.path',
      'spec.output.volume',
      'spec.restartPolicy',
      'spec.retries.exitCodes[0]',
    ]);
    expect(bench.runs.started).toEqual([]);
  });

  test.each([
    [
      'a null for an object',
      { spec: { containers: [{ name: 'main', image: 'x', environment: { A: '1' }, secrets: null }] } },
    ],
    [
      'objects for texts',
      {
        spec: {
          containers: [{ name: { toString: 1 }, cpu: { valueOf: 1 }, ports: [{ port: { toString: 1 } }] }],
          registries: [{ identity: { toString: 1 } }],
        },
      },
    ],
    [
      'sizes that are none',
      {
        spec: {
          containers: [{ name: { toString: 1 } }],
          regions: [{ region: 'a', sizes: { main: { cpu: 'a' } } }],
        },
      },
    ],
    ['needs that are objects', { graph: { a: { spec, needs: [{ toString: 1 }, null] } } }],
    ['a name that JavaScript drops', `{"spec": ${JSON.stringify(spec)}, "environment": {"__proto__": "x"}}`],
    [
      'a node with such a name',
      `{"graph": {"a": {"spec": ${JSON.stringify(spec)}}, "__proto__": {"job": "score"}}}`,
    ],
    ['what no history can hold', `{"job": "score", "input": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['a text that no program can be given', { job: 'score', environment: { A: 'a\0b' } }],
    ['a variable of more bytes than Linux takes', { job: 'score', environment: { A: 'é'.repeat(65_600) } }],
    ['a share of more than all', { job: 'score', array: [1], allowFailures: '101%' }],
  ])('with %s is a mistake of the caller', async (_, body) => {
    const bench = aBench();
    const answer = await bench.call('POST', '/api/jobs', { body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(bench.runs.started).toEqual([]);
  });

  test.each([[{}], [{ job: 'score', spec }]])('names what to run, and one thing only: %j', async (body) => {
    const answer = await aBench().call('POST', '/api/jobs', { body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(issuesOf(answer.body)).toMatchObject([{ problem: expect.stringContaining('either "job"') }]);
  });

  test('of an unknown job is told which there are', async () => {
    const answer = await aBench().call('POST', '/api/jobs', { body: { job: 'scores' } });
    expect(answer).toMatchObject({ status: 404, body: { code: 'job-unknown', jobs: ['score'] } });
  });

  test('cannot change what the job takes from a secret', async () => {
    const bench = aBench();
    const answer = await bench.call('POST', '/api/jobs', {
      body: { job: 'score', environment: { TOKEN: 'mine' } },
    });
    expect(answer.status).toBe(400);
    expect(issuesOf(answer.body)).toEqual([
      { place: 'environment.TOKEN', problem: 'the job takes it from a secret' },
    ]);
    expect(bench.runs.started).toEqual([]);
  });
});
