import { describe, expect, test } from 'vitest';
import type { RunRow } from '../../../contract/runs.ts';
import { arrayRunId, graphRunId } from '../../../lib/ids.ts';
import { TriggerBench } from '../../support/trigger-bench.ts';

const spec = { containers: [{ name: 'main', image: 'demo/x:1' }] };
const arrayId = arrayRunId('score', 'request:id-1');
const graphId = graphRunId('request:id-1');

function aBench(): TriggerBench {
  const bench = new TriggerBench();
  const score = { containers: [{ name: 'main', image: 'demo/score:1', secrets: { TOKEN: 'API_TOKEN' } }] };
  bench.catalogText = JSON.stringify({ jobs: { score: { spec: score } } });
  return bench;
}

async function issuesOf(
  bench: TriggerBench,
  body: object,
): Promise<Array<{ place: string; problem: string }>> {
  const answer = await bench.call('POST', '/api/jobs', { body });
  expect(answer.status).toBe(400);
  expect(bench.runs.started).toEqual([]);
  expect(bench.runIndex.rows.size).toBe(0);
  return answer.body.issues as Array<{ place: string; problem: string }>;
}

function itemRow(parent: string, item: string, overrides: Partial<RunRow> = {}): RunRow {
  return {
    ...{ id: `${parent}-${item}`, kind: 'job', status: 'succeeded', requestedAt: '2026-01-01T00:00:00.000Z' },
    parent: { runId: parent, item },
    ...overrides,
  };
}

describe('a request for an array', () => {
  test('starts one run for all its inputs, which lie beside it', async () => {
    const bench = aBench();
    const inputs = Array.from({ length: 120 }, (_, n) => ({ n }));
    const body = {
      job: 'score',
      array: inputs,
      parallelism: 7,
      allowFailures: '2.5%',
      environment: { A: 'b' },
    };
    const answer = await bench.call('POST', '/api/jobs', { body });
    expect(answer.status).toBe(202);
    const self = `https://slipway.test/api/runs/${arrayId}`;
    expect(answer.body).toMatchObject({
      ...{ id: arrayId, kind: 'jobArray', job: 'score', parallelism: 7, allowFailures: 3 },
      links: { self, items: `${self}/items`, cancel: `${self}/cancel` },
    });
    expect(bench.runs.started).toEqual([
      {
        name: 'runArray',
        id: arrayId,
        input: {
          ...{ hub: 'test', job: 'score', items: 120, parallelism: 7, allowFailures: 3 },
          requestedAt: '2026-01-01T00:00:00.000Z',
        },
      },
    ]);
    expect(bench.runIndex.rows.get(arrayId)).toMatchObject({
      kind: 'jobArray',
      job: 'score',
      status: 'running',
    });
    expect((await bench.documents.readValue(arrayId, 'items-2'))?.value).toMatchObject({
      kind: 'array',
      template: { job: 'score', environment: { A: 'b' } },
      inputs: inputs.slice(100),
    });
  });

  test('is refused with every mistake and its place', async () => {
    const bench = aBench();
    const body = {
      job: 'score',
      spec,
      array: [],
      parallelism: 0,
      allowFailures: '3',
      input: 1,
      environment: { SLIPWAY_X: '' },
    };
    const places = (await issuesOf(bench, body)).map(({ place }) => place);
    expect(places).toEqual(
      expect.arrayContaining(['array', 'parallelism', 'allowFailures', 'input', 'environment.SLIPWAY_X']),
    );
    expect(await issuesOf(bench, { array: [1] })).toMatchObject([
      { problem: expect.stringContaining('"job"') },
    ]);
    expect(await issuesOf(bench, { job: 'score', array: [1], environment: { TOKEN: 'x' } })).toMatchObject([
      { place: 'environment.TOKEN' },
    ]);
    expect(
      (await bench.call('POST', '/api/jobs', { body: { job: 'nobody', array: [1] } })).body,
    ).toMatchObject({
      code: 'job-unknown',
    });
  });

  test('starts nothing new when it is sent again with its key', async () => {
    const bench = aBench();
    const call = { body: { spec, array: [1, 2] }, headers: { 'idempotency-key': 'mine' } };
    const [one, two] = [
      await bench.call('POST', '/api/jobs', call),
      await bench.call('POST', '/api/jobs', call),
    ];
    expect(two.body.id).toBe(one.body.id);
    expect(bench.runs.started).toHaveLength(1);
  });
});

describe('a request for a graph', () => {
  test('starts one run for all its nodes, and shows them', async () => {
    const bench = aBench();
    const graph = {
      split: { job: 'score', input: { text: 'x' } },
      sum: { needs: ['split'], spec, input: { all: '{split.output.parts}' }, environment: { A: 'b' } },
    };
    const answer = await bench.call('POST', '/api/jobs', { body: { graph } });
    expect(answer.body).toMatchObject({
      ...{ id: graphId, kind: 'jobGraph', parallelism: 20 },
      nodes: [
        { name: 'split', needs: [], status: 'pending' },
        { name: 'sum', needs: ['split'], status: 'pending' },
      ],
    });
    expect(bench.runs.started).toMatchObject([
      {
        name: 'runGraph',
        id: graphId,
        input: { names: ['split', 'sum'], needs: [[], [0]], parallelism: 20 },
      },
    ]);
    expect((await bench.documents.readValue(graphId, 'items-0'))?.value).toMatchObject({
      nodes: [
        { job: 'score', input: { text: 'x' }, needs: [] },
        { needs: ['split'], input: { all: '{split.output.parts}' }, environment: { A: 'b' } },
      ],
    });
  });

  test('is refused with every mistake and its place', async () => {
    const bench = aBench();
    const graph = {
      a: {
        spec,
        needs: ['b', 'x'],
        input: ['{c.output}', { deep: '{b.result}' }, '{other} {}', '{bb.output.rows}'],
      },
      b: { spec, needs: ['c'] },
      c: { spec, needs: ['a'] },
      'my-container': { spec },
      d: { needs: ['d'] },
    };
    expect(await issuesOf(bench, { graph })).toEqual(
      expect.arrayContaining([
        { place: 'graph.a.needs[1]', problem: 'the graph has no node "x"' },
        { place: 'graph.a.input[0]', problem: '{c.output} is of "c", which is not among the needs of "a"' },
        { place: 'graph.a.input[1].deep', problem: expect.stringContaining('{b.output}') },
        { place: 'graph.a.input[3]', problem: '{bb.output.rows} is of "bb", which the graph does not have' },
        { place: 'graph.a.needs', problem: 'a circle: a needs b needs c needs a' },
        { place: 'graph.my-container', problem: expect.stringContaining('-container') },
        { place: 'graph.d', problem: expect.stringContaining('either "job"') },
      ]),
    );
    const unknown = { a: { job: 'nobody' }, b: { job: 'score', environment: { TOKEN: 'x' } } };
    expect((await issuesOf(bench, { graph: unknown })).map(({ place }) => place)).toEqual([
      'graph.a.job',
      'graph.b.environment.TOKEN',
    ]);
    expect(await issuesOf(bench, { graph: {} })).toMatchObject([{ place: 'graph' }]);
  });
});

test('more inputs or nodes than a run can hold are refused', async () => {
  const items = Array.from({ length: 10_001 }, (_, n) => n);
  const [tooMany] = await issuesOf(aBench(), { job: 'score', array: items });
  expect(tooMany?.problem).toContain('at most 10000');
  const nodes = Object.fromEntries(items.slice(0, 2_001).map((n) => [`n${n}`, { job: 'score' }]));
  const [nodesToo] = await issuesOf(aBench(), { graph: nodes });
  expect(nodesToo?.problem).toContain('at most 2000');
});

test.each([
  ['one job', { job: 'score', allowFailures: 2 }, 'go with "array"'],
  ['an array', { job: 'score', array: [1], input: 2 }, 'the inputs stand in "array"'],
  ['a graph', { graph: { a: { spec } }, input: 2 }, 'each node has its own'],
])('what belongs to another form than %s is refused with where it goes', async (_, body, hint) => {
  const [issue] = await issuesOf(aBench(), body);
  expect(issue?.problem).toMatch(/^no such property/);
  expect(issue?.problem).toContain(hint);
});

describe('the view of many jobs', () => {
  test('says where the outputs and inputs of its items are', async () => {
    const bench = aBench();
    await bench.call('POST', '/api/jobs', { body: { job: 'score', array: [1] } });
    for (const value of ['input', 'output']) {
      const answer = await bench.call('GET', `/api/runs/${arrayId}/${value}`);
      expect(answer).toMatchObject({ status: 404, body: { code: 'value-missing' } });
      expect(answer.body.detail).toContain(`GET /api/runs/${arrayId}/items`);
    }
  });

  test('tells of an array how many stand where, also when its history has gone', async () => {
    const bench = aBench();
    await bench.call('POST', '/api/jobs', { body: { job: 'score', array: [1, 2, 3, 4] } });
    const counts = {
      pending: 1,
      running: 1,
      succeeded: 1,
      failed: 1,
      cancelled: 0,
      terminated: 0,
      skipped: 0,
    };
    const phases = [{ phase: 'running', startedAt: '2026-01-01T00:00:00.000Z' }];
    const { input } = bench.runs.records.get(arrayId) ?? {};
    bench.runs.add(arrayId, 'runArray', { input, customStatus: { kind: 'jobArray', phases, counts } });
    const running = await bench.call('GET', `/api/runs/${arrayId}`);
    expect(running.body).toMatchObject({
      status: 'running',
      phase: 'running',
      counts,
      progress: 0.5,
      job: 'score',
    });

    bench.runs.records.delete(arrayId);
    const row = bench.runIndex.rows.get(arrayId) as RunRow;
    await bench.runIndex.put({ ...row, status: 'failed', counts, message: 'Stopped.' });
    const kept = await bench.call('GET', `/api/runs/${arrayId}`);
    expect(kept.body).toMatchObject({
      kind: 'jobArray',
      status: 'failed',
      counts,
      job: 'score',
      message: 'Stopped.',
    });
  });

  test('tells of each node of a graph how it stands, and what it put out', async () => {
    const bench = aBench();
    const graph = {
      done: { spec },
      bad: { spec },
      after: { spec, needs: ['done', 'bad'] },
      later: { spec, needs: ['after'] },
      next: { spec, needs: ['done'] },
      last: { spec, needs: ['next'] },
    };
    await bench.call('POST', '/api/jobs', { body: { graph } });
    await bench.runIndex.put(itemRow(graphId, 'done', { output: { kind: 'inline', value: { n: 1 } } }));
    await bench.runIndex.put(itemRow(graphId, 'bad', { status: 'failed', message: 'exit 1' }));
    await bench.runIndex.put(itemRow(graphId, 'next', { status: 'running' }));
    const nodesOf = async () => (await bench.call('GET', `/api/runs/${graphId}`)).body.nodes as object[];
    expect(await nodesOf()).toMatchObject([
      { name: 'done', status: 'succeeded', run: `${graphId}-done`, output: { n: 1 } },
      { name: 'bad', status: 'failed', message: 'exit 1' },
      { name: 'after', status: 'skipped', needs: ['done', 'bad'] },
      { name: 'later', status: 'skipped' },
      { name: 'next', status: 'running' },
      { name: 'last', status: 'pending' },
    ]);
    const { input } = bench.runs.records.get(graphId) ?? {};
    bench.runs.add(graphId, 'runGraph', { input, runtimeStatus: 'Terminated', output: 'by hand' });
    expect((await nodesOf()).at(-1)).toMatchObject({ name: 'last', status: 'skipped' });
  });

  test('has the items in pages, by status, each as a run', async () => {
    const bench = aBench();
    await bench.call('POST', '/api/jobs', { body: { job: 'score', array: [1, 2, 3, 4] } });
    for (const n of [0, 1, 2]) await bench.runIndex.put(itemRow(arrayId, `${n}`));
    await bench.runIndex.put(itemRow(arrayId, '10', { status: 'failed' }));
    const first = await bench.call('GET', `/api/runs/${arrayId}/items?top=3`);
    expect((first.body.items as Array<{ id: string }>).map(({ id }) => id)).toEqual([
      `${arrayId}-0`,
      `${arrayId}-1`,
      `${arrayId}-2`,
    ]);
    const rest = await bench.call('GET', `/api/runs/${arrayId}/items?cursor=${first.body.cursor}`);
    expect(rest.body).toMatchObject({ items: [{ id: `${arrayId}-10`, kind: 'job', status: 'failed' }] });
    expect(rest.body).not.toHaveProperty('cursor');
    const failed = await bench.call('GET', `/api/runs/${arrayId}/items?status=failed,terminated`);
    expect(failed.body.items).toHaveLength(1);
    expect((await bench.call('GET', '/api/runs/nobody/items')).status).toBe(404);
    expect((await bench.call('GET', `/api/runs/${arrayId}/items?status=done`)).status).toBe(400);
    const { runs } = (await bench.call('GET', '/api/runs')).body as { runs: Array<{ id: string }> };
    expect(runs.map(({ id }) => id)).toEqual([arrayId]);
  });

  test('is cancelled as a whole by its mark, and a job with its container', async () => {
    const bench = aBench();
    await bench.call('POST', '/api/jobs', { body: { job: 'score', array: [1] } });
    const answer = await bench.call('POST', `/api/runs/${arrayId}/cancel`, { body: { reason: 'by Ada' } });
    expect(answer.status).toBe(202);
    expect(bench.documents.cancellations.get(arrayId)).toEqual({ reason: 'by Ada' });
    expect(bench.runs.raised).toEqual([
      { id: arrayId, event: 'cancelRequested', data: { reason: 'by Ada' } },
    ]);
    bench.runs.add('job-1', 'runJob');
    await bench.call('POST', '/api/runs/job-1/cancel');
    expect([...bench.documents.cancellations.keys()]).toEqual([arrayId, 'job-1', 'job-1-container']);
  });
});
