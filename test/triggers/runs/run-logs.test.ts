import { describe, expect, test } from 'vitest';
import { aContainerSpec, aSpec } from '../../support/builders.ts';
import { TriggerBench } from '../../support/trigger-bench.ts';

type Group = Awaited<ReturnType<typeof aRunningJob>>['group'];

/** A job whose containers run in a group that a test moves on. */
async function aRunningJob(names: string[] = ['main']) {
  const bench = new TriggerBench();
  const spec = aSpec({ containers: names.map((name) => aContainerSpec({ name })) });
  bench.runs.add('job-1', 'runJob', { input: {} });
  bench.runs.add('job-1-container', 'runContainer', {
    input: { spec },
    customStatus: { kind: 'container', attempt: 1, group: 'g', image: 'x', state: 'running' },
  });
  const owner = { kind: 'run', id: 'job-1-container', hub: 'test' } as const;
  await bench.containers.create({
    name: 'g',
    region: 'r',
    owner,
    attempt: 1,
    shape: { ...spec, containers: [] } as never,
  });
  const group = bench.containers.groups.get('g');
  if (!group) throw new Error('The group was not created.');
  const ends = () =>
    bench.runs.add('job-1-container', 'runContainer', {
      ...bench.runs.records.get('job-1-container'),
      runtimeStatus: 'Completed',
      output: { kind: 'succeeded' },
    });
  return { bench, group, ends };
}

const says = (group: Group, text: string, container = 'main') =>
  group.logs.set(container, `${group.logs.get(container) ?? ''}${text}`);

describe('the log of a run', () => {
  test('has what its containers have printed so far, archived or not', async () => {
    const { bench, group } = await aRunningJob();
    await bench.documents.appendLog({ runId: 'job-1-container', attempt: 1 }, 'one\n', 0);
    says(group, 'one\ntwo\n');
    const answer = await bench.call('GET', '/api/runs/job-1/logs');
    expect(answer).toMatchObject({ status: 200, text: 'one\ntwo\n' });
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    bench.containers.groups.clear();
    expect((await bench.call('GET', '/api/runs/job-1/logs')).text).toBe('one\ntwo\n');
  });

  test('of the start of a server is that of the server', async () => {
    const bench = new TriggerBench();
    bench.runs.add('start-arena-1', 'startServer', { runtimeStatus: 'Completed' });
    await bench.documents.appendLog({ runId: 'start-arena-1', attempt: 1 }, 'listening\n', 0);
    expect((await bench.call('GET', '/api/runs/start-arena-1/logs')).text).toBe('listening\n');
  });

  test('is there when the service does not give it', async () => {
    const { bench, group } = await aRunningJob();
    await bench.documents.appendLog({ runId: 'job-1-container', attempt: 1 }, 'one\n', 0);
    says(group, 'one\ntwo\n');
    bench.containers.outages.readLog = 1;
    expect(await bench.call('GET', '/api/runs/job-1/logs')).toMatchObject({ status: 200, text: 'one\n' });
  });

  test.each([
    [0, ''],
    [1, 'three\n'],
    [2, 'two\nthree\n'],
    [3, 'one\ntwo\nthree\n'],
    [9, 'one\ntwo\nthree\n'],
  ])('ends with the last %i lines', async (tail, text) => {
    const { bench, group } = await aRunningJob();
    says(group, 'one\ntwo\nthree\n');
    expect((await bench.call('GET', `/api/runs/job-1/logs?tail=${tail}`)).text).toBe(text);
  });

  test('tells several containers apart, or has one of them', async () => {
    const { bench, group } = await aRunningJob(['web', 'helper']);
    says(group, 'serving', 'web');
    says(group, 'helping\n', 'helper');
    expect((await bench.call('GET', '/api/runs/job-1/logs')).text).toBe(
      '==> helper (attempt 1) <==\nhelping\n==> web (attempt 1) <==\nserving',
    );
    expect((await bench.call('GET', '/api/runs/job-1/logs?container=web')).text).toBe('serving');
    const unknown = await bench.call('GET', '/api/runs/job-1/logs?container=main');
    expect(unknown).toMatchObject({ status: 400, body: { detail: expect.stringContaining('web, helper') } });
  });

  test.each(['tail=-1', 'tail=x', 'follow=maybe', 'tial=3'])('refuses ?%s', async (query) => {
    const { bench } = await aRunningJob();
    expect(await bench.call('GET', `/api/runs/job-1/logs?${query}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid-request' },
    });
  });
});

describe('a log that is followed', () => {
  test('comes as it grows, and ends with the run', async () => {
    const { bench, group, ends } = await aRunningJob();
    says(group, 'one\n');
    group.after(3, () => says(group, 'zwei ü\n'));
    group.after(8, () => {
      says(group, 'three\n');
      ends();
    });
    const answer = await bench.call('GET', '/api/runs/job-1/logs?follow=1');
    expect(answer.pieces).toEqual(['one\n', 'zwei ü\n', 'three\n']);
    expect(bench.clock.now() - Date.UTC(2026, 0, 1)).toBeLessThan(12_000);
  });

  test('ends before the function would be ended, and its process with it', async () => {
    const { bench, group } = await aRunningJob();
    says(group, 'one\n');
    const answer = await bench.call('GET', '/api/runs/job-1/logs?follow=1');
    expect(answer.text).toBe('one\n');
    const minutes = (bench.clock.now() - Date.UTC(2026, 0, 1)) / 60_000;
    expect(minutes).toBeGreaterThan(8.5);
    expect(minutes).toBeLessThan(9.5);
  });

  test('begins with the last lines', async () => {
    const { bench, group, ends } = await aRunningJob();
    says(group, 'one\ntwo\n');
    group.after(2, () => {
      says(group, 'three\n');
      ends();
    });
    const answer = await bench.call('GET', '/api/runs/job-1/logs?follow=1&tail=1');
    expect(answer.pieces).toEqual(['two\n', 'three\n']);
  });

  test('waits for the containers, and goes on with the next attempt', async () => {
    const { bench, group, ends } = await aRunningJob();
    const run = bench.runs.records.get('job-1-container');
    const status = run?.customStatus as object;
    if (run) run.customStatus = { ...status, state: 'queued' };
    group.after(2, () => {
      if (run) run.customStatus = status;
      says(group, 'first\n');
    });
    group.after(5, () => {
      if (run) run.customStatus = { ...status, attempt: 2 };
      group.logs.set('main', 'second\n');
    });
    group.after(9, ends);
    const answer = await bench.call('GET', '/api/runs/job-1/logs?follow=1');
    expect(answer.pieces).toEqual(['first\n', 'second\n']);
  });

  test('switches between containers with a heading', async () => {
    const { bench, group, ends } = await aRunningJob(['web', 'helper']);
    says(group, 'a', 'web');
    group.after(2, () => says(group, 'b\n', 'web'));
    group.after(4, () => says(group, 'c\n', 'helper'));
    group.after(6, ends);
    const answer = await bench.call('GET', '/api/runs/job-1/logs?follow=1');
    expect(answer.text).toBe('==> web (attempt 1) <==\nab\n==> helper (attempt 1) <==\nc\n');
  });

  test('of a run that has ended is told at once, also where the service has nothing more', async () => {
    const { bench, ends } = await aRunningJob();
    ends();
    await bench.documents.appendLog({ runId: 'job-1-container', attempt: 1 }, 'one\n', 0);
    bench.containers.outages.readLog = 99;
    const answer = await bench.call('GET', '/api/runs/job-1/logs?follow=1');
    expect(answer.text).toBe('one\n');
    bench.runs.records.delete('job-1-container');
    expect((await bench.call('GET', '/api/runs/job-1/logs?follow=1')).text).toBe('one\n');
  });

  test('is one of a run, and not of many', async () => {
    const bench = new TriggerBench();
    bench.runs.add('many', 'publishSites', { input: { sites: ['blog'] } });
    bench.runs.add('array', 'runArray');
    for (const path of ['many/logs?follow=1', 'array/logs']) {
      const answer = await bench.call('GET', `/api/runs/${path}`);
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    }
  });
});
