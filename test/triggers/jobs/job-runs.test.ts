import { describe, expect, test } from 'vitest';
import type { JobOutcome, JobRequest } from '../../../contract/jobs.ts';
import { endedJobRow, startedJobRow } from '../../../lib/decide/jobs/job-row.ts';
import { aContainerSpec, aJob, aSpec } from '../../support/builders.ts';
import { TriggerBench } from '../../support/trigger-bench.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

const outcome: JobOutcome = {
  kind: 'failed',
  container: 'main',
  exitCode: 3,
  message: 'main exited with 3',
  attempts: 2,
  containers: [{ name: 'main', state: 'terminated', exitCode: 3, restartCount: 0 }],
  output: { kind: 'inline', value: { score: 0.5 } },
  cost: { vcpuSeconds: 100, memoryGbSeconds: 200 },
};

async function aJobRun(overrides: Partial<JobRequest> = {}) {
  const bench = new TriggerBench();
  const request = aJob({ requestedAt: at(0), ...overrides });
  await bench.runIndex.add(startedJobRow('job-1', request));
  bench.runs.add('job-1', 'runJob', {
    input: request,
    customStatus: { kind: 'job', phases: [{ phase: 'running', startedAt: at(1) }] },
  });
  const shows = (status: object) =>
    bench.runs.add('job-1-container', 'runContainer', {
      customStatus: { kind: 'container', attempt: 1, group: 'g', image: 'x', ...status },
    });
  const ends = async (how: JobOutcome = outcome) => {
    shows({ state: 'ended', startedAt: at(11) });
    const phases = ['running', 'collecting', 'done'].map((phase, n) => ({
      phase,
      startedAt: at(1 + n * 20),
    }));
    bench.runs.add('job-1', 'runJob', {
      input: request,
      runtimeStatus: 'Completed',
      output: how,
      customStatus: { kind: 'job', phases },
    });
    await bench.runIndex.put(endedJobRow(undefined, { runId: 'job-1', request, outcome: how }, at(41)));
  };
  const show = async () => (await bench.call('GET', '/api/runs/job-1')).body;
  return { bench, request, shows, ends, show };
}

describe('the view of a job', () => {
  test('says what it waits for', async () => {
    const { shows, show } = await aJobRun();
    expect(await show()).toMatchObject({ status: 'pending', phase: 'queued', attempts: 0 });
    shows({ state: 'queued', waitsFor: 'room for 2 cores' });
    expect(await show()).toMatchObject({ status: 'pending', phase: 'queued', waitsFor: 'room for 2 cores' });
    shows({ state: 'creating' });
    expect(await show()).toMatchObject({ status: 'running', phase: 'creating', group: 'g', attempts: 1 });
  });

  test('is in the list of those that wait while it does', async () => {
    const { bench, shows } = await aJobRun();
    const listed = async (status: string) =>
      ((await bench.call('GET', `/api/runs?status=${status}`)).body.runs as object[]).length;
    expect([await listed('pending'), await listed('running'), await listed('failed')]).toEqual([1, 0, 0]);
    shows({ state: 'running' });
    expect([await listed('pending'), await listed('running'), await listed('failed')]).toEqual([0, 1, 0]);
  });

  test('has its containers and its cost so far while it runs', async () => {
    const group = aSpec({
      containers: [
        aContainerSpec({ name: 'one', cpu: 2, memoryGb: 4 }),
        aContainerSpec({ name: 'two', cpu: 1, memoryGb: 1 }),
      ],
    });
    const { bench, shows, show } = await aJobRun({ spec: { group, queueDeadlineSeconds: 60 } });
    shows({
      state: 'running',
      startedAt: at(10),
      step: 'adding',
      usage: { vcpuSeconds: 70, memoryGbSeconds: 50 },
    });
    bench.clock.advanceBy(20_000);
    expect(await show()).toMatchObject({
      kind: 'job',
      status: 'running',
      phase: 'running',
      step: 'adding',
      containers: [
        { name: 'one', state: 'running', restartCount: 0 },
        { name: 'two', state: 'running', restartCount: 0 },
      ],
      cost: { vcpuSeconds: 100, memoryGbSeconds: 100, estimate: { amount: 0.011, currency: 'USD' } },
      timings: [
        { phase: 'starting', seconds: 9 },
        { phase: 'running', seconds: 10 },
      ],
    });
    shows({ state: 'running', containers: outcome.containers });
    expect(await show()).toMatchObject({ containers: outcome.containers });
  });

  const ended = {
    kind: 'job',
    job: 'sums',
    status: 'failed',
    end: { kind: 'failed', container: 'main', exitCode: 3 },
    message: 'main exited with 3',
    containers: outcome.containers,
    output: { score: 0.5 },
    cost: { vcpuSeconds: 100, memoryGbSeconds: 200, estimate: { amount: 0.012, currency: 'USD' } },
    attempts: 2,
  };

  test('has how it ended, what came out and what it cost', async () => {
    const { ends, show } = await aJobRun();
    await ends();
    expect(await show()).toMatchObject({
      ...ended,
      endedAt: at(41),
      timings: [
        { phase: 'starting', seconds: 10 },
        { phase: 'running', seconds: 10 },
        { phase: 'collecting', seconds: 20 },
      ],
    });
  });

  test('costs nothing more when somebody has terminated its run', async () => {
    const { bench, request, shows, show } = await aJobRun();
    shows({ state: 'running', startedAt: at(10) });
    bench.runs.add('job-1', 'runJob', {
      input: request,
      runtimeStatus: 'Terminated',
      output: 'by hand',
      updatedAt: at(20),
    });
    bench.clock.advanceBy(3_600_000);
    expect(await show()).toMatchObject({
      status: 'terminated',
      message: 'by hand',
      cost: { vcpuSeconds: 10 },
    });
  });

  test('is not over before its output is there, and says when it goes', async () => {
    const { bench, request, ends, show } = await aJobRun();
    const ttl = { ...request, spec: { ...request.spec, timeToLiveMinutes: 2 } };
    const phases = [{ phase: 'done', startedAt: at(30) }];
    const customStatus = { kind: 'job', phases, outcome: { kind: 'succeeded' } };
    bench.runs.add('job-1', 'runJob', { input: ttl, customStatus });
    expect(await show()).toMatchObject({ status: 'pending', phase: 'queued' });
    await ends();
    bench.runs.add('job-1', 'runJob', {
      input: ttl,
      customStatus,
      runtimeStatus: 'Completed',
      output: outcome,
    });
    expect(await show()).toMatchObject({ status: 'failed', output: { score: 0.5 }, expiresAt: at(150) });
  });

  test('has it also when the history has gone, and in lists', async () => {
    const { bench, ends, show } = await aJobRun();
    await ends();
    bench.runs.records.clear();
    expect(await show()).toMatchObject(ended);
    const { body } = await bench.call('GET', '/api/runs?kind=job&job=sums');
    expect(body.runs).toMatchObject([{ id: 'job-1', ...ended }]);
    expect((await bench.call('GET', '/api/runs?job=other')).body.runs).toEqual([]);
  });

  test('has an output of up to 64 KB, and the address of a larger one', async () => {
    const { bench, ends, show } = await aJobRun();
    const value = 'x'.repeat(10_000);
    await ends({ ...outcome, output: { kind: 'inline', value } });
    await bench.documents.writeValue('job-1', 'output', value);
    expect(await show()).toMatchObject({ output: value });
    const listed = (await bench.call('GET', '/api/runs?kind=job')).body.runs as object[];
    expect(listed[0]).not.toHaveProperty('output');
    bench.runs.records.clear();
    expect(await show()).toMatchObject({ output: value });

    await ends({ ...outcome, output: { kind: 'stored', bytes: 70_000 } });
    const view = await show();
    expect(view).not.toHaveProperty('output');
    expect(view).toMatchObject({
      outputReference: { bytes: 70_000 },
      links: { output: 'https://slipway.test/api/runs/job-1/output' },
    });
  });
});

describe('what went into a job, and what came out', () => {
  test('is there whole, from the run or from its document', async () => {
    const { bench, ends } = await aJobRun({ input: { kind: 'inline', value: 'text' } });
    const get = async (which: string) => (await bench.call('GET', `/api/runs/job-1/${which}`)).text;
    expect(await get('input')).toBe('"text"');
    expect(await bench.call('GET', '/api/runs/job-1/output')).toMatchObject({
      status: 404,
      body: { code: 'value-missing', detail: 'The run "job-1" has no output yet; it has not ended.' },
    });
    await ends();
    expect(await get('output')).toBe('{"score":0.5}');
    bench.runs.records.clear();
    expect(await get('output')).toBe('{"score":0.5}');
    await ends({ ...outcome, output: { kind: 'stored', bytes: 70_000 } });
    await bench.documents.writeValue('job-1', 'output', [null]);
    expect(await get('output')).toBe('[null]');
    expect((await bench.call('GET', '/api/runs/none/output')).body).toMatchObject({ code: 'run-unknown' });
  });

  test('is read by the containers of the run, and by nobody else', async () => {
    const { bench } = await aJobRun();
    await bench.documents.writeValue('job-1', 'input', [1, 2]);
    const expiresAt = new Date(bench.clock.now() + 60_000);
    const token = (claim: object) =>
      bench.tokens.issue({ runId: 'job-1-container', attempt: 1, expiresAt, ...claim });
    const read = async (claim: object) =>
      bench.call('GET', '/api/callbacks/job-1-container/input', {
        headers: { authorization: `Bearer ${await token(claim)}` },
      });
    expect(await read({ input: 'job-1' })).toMatchObject({ status: 200, text: '[1,2]' });
    expect(await read({})).toMatchObject({ status: 404, body: { code: 'value-missing' } });
    expect(await read({ runId: 'other', input: 'job-1' })).toMatchObject({ status: 401 });
    expect(await bench.call('GET', '/api/callbacks/job-1-container/input')).toMatchObject({ status: 401 });
  });
});

describe('a run again', () => {
  test('runs what the run ran, whatever became of its template', async () => {
    const { bench, request } = await aJobRun({
      input: { kind: 'inline', value: [1, 2] },
      environment: { MODE: 'fast' },
      parent: { runId: 'array-1', item: '7' },
    });
    const answer = await bench.call('POST', '/api/runs/job-1/rerun');
    expect(answer).toMatchObject({
      status: 202,
      body: { kind: 'job', job: 'sums', cause: 'rerun', rerunOf: 'job-1' },
    });
    expect(answer.headers.get('location')).toBe(`https://slipway.test/api/runs/${answer.body.id}`);
    expect(answer.body.id).not.toBe('job-1');
    const { parent: _, ...same } = request;
    expect(bench.runs.started[0]?.input).toEqual({ ...same, cause: 'rerun', rerunOf: 'job-1' });
  });

  test('takes another input and other variables', async () => {
    const { bench } = await aJobRun({
      input: { kind: 'stored', bytes: 70_000 },
      environment: { MODE: 'fast' },
    });
    const input = 'y'.repeat(70_000);
    await bench.documents.writeValue('job-1', 'input', input);
    const again = async (body: object) =>
      (await bench.call('POST', '/api/runs/job-1/rerun', { body })).body.id as string;
    const same = await again({});
    expect(await bench.documents.readValue(same, 'input')).toEqual({ value: input });
    await again({ input: null, environment: {} });
    expect(bench.runs.started.at(-1)?.input).toMatchObject({
      input: { kind: 'inline', value: null },
      environment: {},
    });
  });

  test('is one run for one key, and another than that of a first request with this key', async () => {
    const { bench } = await aJobRun();
    const headers = { 'idempotency-key': 'k' };
    const first = await bench.call('POST', '/api/runs/job-1/rerun', { headers });
    const second = await bench.call('POST', '/api/runs/job-1/rerun', { headers });
    expect(second.body.id).toBe(first.body.id);
    const body = { spec: { containers: [{ name: 'main', image: 'demo/x:1' }] } };
    await bench.call('POST', '/api/jobs', { headers, body });
    expect(new Set(bench.runs.started.map(({ id }) => id)).size).toBe(2);
  });

  test('needs a history, and a job', async () => {
    const { bench } = await aJobRun();
    bench.runs.add('p', 'publishSite');
    const code = async (id: string) => (await bench.call('POST', `/api/runs/${id}/rerun`)).body.code;
    expect(await code('p')).toBe('invalid-request');
    expect(await code('none')).toBe('run-unknown');
    bench.runs.records.delete('job-1');
    expect(await code('job-1')).toBe('run-forgotten');
  });
});

describe('cancelling a job', () => {
  test('marks it, and wakes its containers', async () => {
    const { bench, shows, ends } = await aJobRun();
    shows({ state: 'running' });
    const cancel = () => bench.call('POST', '/api/runs/job-1/cancel', { body: { reason: 'no' } });
    expect((await cancel()).status).toBe(202);
    expect(await bench.documents.readCancellation('job-1-container')).toEqual({ reason: 'no' });
    expect(bench.runs.raised).toEqual([
      { id: 'job-1-container', event: 'cancelRequested', data: { reason: 'no' } },
    ]);
    await ends();
    expect(await cancel()).toMatchObject({ status: 409, body: { code: 'run-ended' } });
  });

  test('that stands between its row and its start is marked all the same', async () => {
    const { bench } = await aJobRun();
    bench.runs.records.clear();
    expect((await bench.call('POST', '/api/runs/job-1/cancel')).status).toBe(202);
    expect(await bench.documents.readCancellation('job-1-container')).toBeDefined();
  });
});

describe('the jobs of the catalog', () => {
  const containers = [{ name: 'main', image: 'demo/x:1', secrets: { TOKEN: 'API_TOKEN' } }];

  test('are listed by name', async () => {
    const bench = new TriggerBench();
    bench.catalogText = JSON.stringify({
      jobs: { sums: { spec: { containers } }, bills: { spec: { containers } } },
    });
    const { body } = await bench.call('GET', '/api/jobs');
    expect(body.jobs).toMatchObject([
      { name: 'bills', links: { self: 'https://slipway.test/api/jobs/bills' } },
      {
        name: 'sums',
        spec: { group: { containers: [{ secrets: { TOKEN: { kind: 'setting', name: 'API_TOKEN' } } }] } },
      },
    ]);
    expect((await bench.call('GET', '/api/jobs/sums')).body).toEqual((body.jobs as object[])[1]);
    expect((await bench.call('GET', '/api/jobs/none')).body).toMatchObject({ code: 'job-unknown' });
  });
});
