import { describe, expect, it } from 'vitest';
import { SlipwayError } from '../../../lib/errors.ts';
import { aContainerSpec, aJob, aSpec } from '../../support/builders.ts';
import { startTestApp } from '../../support/test-app.ts';

describe('runJob', () => {
  it('runs the containers to their end with the input, and ends with what they report', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      const result = { sum: 3 };
      const report = { attempt: 1, container: 'main', exitCode: 0, result };
      container.after(2, () => void app.raise(container.runId, 'containerEnded', report));
      return undefined;
    };
    const request = aJob({ input: { kind: 'inline', value: [1, 2] }, environment: { MODE: 'fast' } });
    expect(await app.run('runJob', request, 'job-1')).toEqual({
      kind: 'succeeded',
      attempts: 1,
      containers: [{ name: 'main', state: 'terminated', exitCode: 0, restartCount: 0 }],
      output: { kind: 'inline', value: { sum: 3 } },
      cost: { vcpuSeconds: 2, memoryGbSeconds: 2 },
    });
    expect(app.containers.created[0]?.shape.containers[0]?.environment).toMatchObject({
      SLIPWAY_INPUT: '[1,2]',
      MODE: 'fast',
      SLIPWAY_CALLBACK_URL: 'https://slipway.test/api/callbacks/job-1-container',
    });
    expect(await app.runIndex.read('job-1')).toMatchObject({ kind: 'job', job: 'sums', status: 'succeeded' });
    await app.advanceUntil(() => app.containers.groups.size === 0);
    expect(app.host.calls.filter(({ name }) => name === 'startRemoval')).toEqual([]);
  });

  it('has its group removed though its end can not be recorded', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(2, () => container.exits(0));
      return undefined;
    };
    app.runIndex.put = async () => {
      throw new SlipwayError('azure-unavailable', 'The table is away.');
    };
    expect(await app.run('runJob', aJob(), 'job-1')).toMatchObject({ kind: 'succeeded' });
    await app.advanceUntil(() => app.containers.groups.size === 0);
  });

  it('takes the last line that is JSON where nothing was reported', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.after(1, () => container.runs());
      container.after(4, () => {
        container.prints('adding\n{"sum":1}\n{"sum":3}\ndone\n');
        container.exits(0);
      });
      return undefined;
    };
    expect(await app.run('runJob', aJob(), 'job-1')).toMatchObject({
      kind: 'succeeded',
      output: { kind: 'inline', value: { sum: 3 } },
    });
  });

  it('tells the run that waits for it', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.exits(2);
      return undefined;
    };
    const request = aJob({ parent: { runId: 'array-1', item: '7' } });
    expect(await app.run('runJob', request, 'array-1-7')).toMatchObject({ kind: 'failed', exitCode: 2 });
    expect(await app.runIndex.read('array-1-7')).toMatchObject({
      status: 'failed',
      parent: { runId: 'array-1', item: '7' },
    });
  });

  it('ends by itself however much Azure has to say', async () => {
    const app = await startTestApp();
    app.containers.story = () => ({ kind: 'refused', message: 'No. '.repeat(5_000) });
    expect(await app.run('runJob', aJob(), 'job-1')).toMatchObject({ kind: 'refused', attempts: 1 });
  });

  it('gives a group of several containers to all of them', async () => {
    const app = await startTestApp();
    const group = aSpec({
      containers: [aContainerSpec({ name: 'one' }), aContainerSpec({ name: 'two' })],
      initContainers: [aContainerSpec({ name: 'before' })],
    });
    app.containers.story = (container) => {
      for (const [second, name] of [
        [1, 'one'],
        [3, 'two'],
      ] as const) {
        const report = { attempt: 1, container: name, exitCode: 0, result: name };
        container.after(second, () => void app.raise(container.runId, 'containerEnded', report));
      }
      return undefined;
    };
    const request = aJob({
      spec: { group, queueDeadlineSeconds: 60 },
      input: { kind: 'stored', bytes: 70_000 },
    });
    expect(await app.run('runJob', request, 'job-1')).toMatchObject({
      kind: 'succeeded',
      output: { kind: 'inline', value: 'one' },
    });
    const shape = app.containers.created[0]?.shape;
    for (const { environment } of [...(shape?.containers ?? []), ...(shape?.initContainers ?? [])])
      expect(environment.SLIPWAY_INPUT_URL).toBe('https://slipway.test/api/callbacks/job-1-container/input');
  });

  describe('with a file of a share as output', () => {
    const source = { account: 'store', share: 'results', path: 'out/sum.json' };
    const key = { kind: 'setting' as const, name: 'store' };
    const group = aSpec({
      volumes: [{ name: 'results', kind: 'azureFile', account: 'store', share: 'results', key }],
    });
    const output = { kind: 'file' as const, volume: 'results', path: 'out/sum.json' };
    const request = aJob({ spec: { group, output, queueDeadlineSeconds: 60 } });
    /** `leftKey` is the key that is there when the container has ended. */
    const start = async (content?: string, leftKey = 'key of store') => {
      const app = await startTestApp();
      app.secrets.store = 'key of store';
      app.containers.story = (container) => {
        if (content !== undefined) app.fileShares.put(source, content);
        if (leftKey === '') delete app.secrets.store;
        else app.secrets.store = leftKey;
        container.exits(0);
        return undefined;
      };
      return app;
    };

    it.each([
      { what: 'JSON', content: '{"sum":3}', value: { sum: 3 } },
      { what: 'text', content: 'three', value: 'three' },
    ])('takes its $what', async ({ content, value }) => {
      const app = await start(content);
      const outcome = await app.run('runJob', request, 'job-1');
      expect(outcome).toMatchObject({ kind: 'succeeded', output: { kind: 'inline', value } });
    });

    it.each([
      { what: 'no container wrote it', problem: /^There is no file "out\/sum\.json" of the share "results"/ },
      { what: 'it is too large', content: 'x'.repeat(4_194_305), problem: /has 4194305 bytes; at most/ },
      {
        what: 'the key has changed',
        content: '1',
        leftKey: 'old',
        problem: /cannot be read with the key/,
      },
      { what: 'the key has gone', content: '1', leftKey: '', problem: /add the setting SLIPWAY/ },
    ])('succeeds without output where $what, and says so', async ({ content, leftKey, problem }) => {
      const app = await start(content, leftKey);
      expect(await app.run('runJob', request, 'job-1')).toMatchObject({
        kind: 'succeeded',
        message: expect.stringMatching(problem),
      });
    });
  });
});
