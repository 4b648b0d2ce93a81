import { describe, expect, it } from 'vitest';
import { childRunId } from '../../../lib/ids.ts';
import { beginArray, tellItems } from '../../support/many-jobs.ts';
import { runsOfBench } from '../../support/runs-of-bench.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

function statusesOf(app: TestApp, items: number): Array<string | undefined> {
  return numbers(items).map((n) => app.runIndex.rows.get(childRunId('array', String(n)))?.status);
}

describe('runArray', () => {
  it('runs the job with each input, so many at the same time, and keeps what comes out of each', async () => {
    const app = await startTestApp();
    const seen = tellItems(app, (_, input) => ({
      seconds: 1 + (Number(input) % 3),
      result: { double: Number(input) * 2 },
    }));
    await beginArray(app, numbers(10), { parallelism: 4 });
    expect(await app.outcomeOf('array')).toMatchObject({
      kind: 'succeeded',
      message: '10 of 10 succeeded.',
      counts: { succeeded: 10, pending: 0, running: 0 },
    });
    expect(seen.started.map(Number).sort((one, other) => one - other)).toEqual(numbers(10));
    expect(seen.peak).toBe(4);
    expect(app.runIndex.rows.get('array-7')).toMatchObject({
      kind: 'job',
      job: 'sums',
      cause: 'array',
      parent: { runId: 'array', item: '7' },
      output: { kind: 'inline', value: { double: 14 } },
    });
    expect(app.runIndex.rows.get('array')).toMatchObject({
      kind: 'jobArray',
      job: 'sums',
      status: 'succeeded',
      counts: { succeeded: 10 },
    });
  });

  it('goes on while no more fail than may', async () => {
    const app = await startTestApp();
    tellItems(app, (item) => ({ exitCode: Number(item) % 4 === 0 ? 1 : 0 }));
    await beginArray(app, numbers(8), { allowFailures: 2 });
    expect(await app.outcomeOf('array')).toMatchObject({
      kind: 'succeeded',
      message: '6 of 8 succeeded, 2 did not.',
    });
  });

  it('starts no more when one more fails than may, and ends those that run', async () => {
    const app = await startTestApp();
    const seen = tellItems(app, (item) => (item === '2' ? { exitCode: 1 } : { seconds: 30 }));
    await beginArray(app, numbers(8));
    expect(await app.outcomeOf('array')).toMatchObject({
      kind: 'failed',
      message: 'Stopped, because none may fail: 0 of 8 succeeded, 3 did not, 5 never started.',
      counts: { succeeded: 0, failed: 1, cancelled: 2, skipped: 5 },
    });
    expect(app.elapsedSeconds).toBeLessThan(20);
    expect(seen.started.sort()).toEqual(['0', '1', '2']);
    expect(statusesOf(app, 4)).toEqual(['cancelled', 'cancelled', 'failed', undefined]);
    await app.advanceUntil(() => app.containers.groups.size === 0);
  });

  it('ends as cancelled with all that runs when somebody cancels it', async () => {
    const app = await startTestApp();
    const seen = tellItems(app, () => ({ seconds: 30 }));
    await beginArray(app, numbers(8));
    await app.advanceUntil(() => app.containers.groups.size === 3);
    await app.documents.markCancelled('array', 'by Ada');
    await app.raise('array', 'cancelRequested', { reason: 'by Ada' });
    expect(await app.outcomeOf('array')).toMatchObject({
      kind: 'cancelled',
      message: 'by Ada: 0 of 8 succeeded, 3 did not, 5 never started.',
    });
    expect(seen.started).toHaveLength(3);
    expect(app.runIndex.rows.get('array')?.status).toBe('cancelled');
  });

  it('finds a cancellation of which it was not told', async () => {
    const app = await startTestApp();
    tellItems(app, () => ({ seconds: 300 }));
    await beginArray(app, numbers(4));
    await app.advanceUntil(() => app.containers.groups.size === 3);
    await app.documents.markCancelled('array', 'by Ada');
    expect(await app.outcomeOf('array')).toMatchObject({ kind: 'cancelled' });
  });

  it('counts items that were purged or terminated as failed, and ends their containers', async () => {
    const app = await startTestApp();
    tellItems(app, (item) => ({ seconds: Number(item) < 2 ? 300 : 1 }));
    await beginArray(app, numbers(5), { allowFailures: 2 });
    await app.advanceUntil(() => app.containers.created.length === 5);
    await app.engine.client.terminate('array-0', 'Somebody ended it by hand.');
    await app.engine.client.terminate('array-1', 'Somebody ended it by hand.');
    await app.host.idle();
    await app.engine.client.purge('array-1');
    expect(await app.outcomeOf('array')).toMatchObject({
      kind: 'succeeded',
      counts: { succeeded: 3, terminated: 1, failed: 1 },
    });
    expect(app.runIndex.rows.get('array-0')).toMatchObject({ status: 'terminated' });
    expect(app.runIndex.rows.get('array-1')).toMatchObject({
      status: 'failed',
      message: 'Its run was lost.',
    });
    await app.advanceUntil(() => app.containers.groups.size === 0);
  });

  it('remembers all of very many items through its lives', async () => {
    const app = await startTestApp();
    const seen = tellItems(app, (item) => ({
      seconds: 1 + (Number(item) % 7),
      exitCode: item === '50' ? 1 : 0,
    }));
    await beginArray(app, numbers(70), { parallelism: 5, allowFailures: 1 });
    expect(await app.outcomeOf('array')).toMatchObject({
      kind: 'succeeded',
      counts: { succeeded: 69, failed: 1 },
    });
    expect(new Set(seen.started).size).toBe(70);
    expect(seen.started).toHaveLength(70);
    expect(seen.peak).toBe(5);
  });

  it('takes in one turn all ends that it was told of while it was busy, and looks none of them up', async () => {
    const app = await startTestApp();
    tellItems(app);
    app.host.activity('startItems').delays(30_000, { call: 2 });
    await beginArray(app, numbers(41), { parallelism: 20 });
    expect(await app.outcomeOf('array')).toMatchObject({ counts: { succeeded: 41 } });
    const callsOf = (activity: string) => app.host.calls.filter(({ name }) => name === activity);
    // Twenty, the one that follows the first end, and all the others at once.
    expect(callsOf('startItems').length).toBeLessThanOrEqual(4);
    expect(callsOf('readItems')).toEqual([]);
  });

  it('looks up an end that it was told of without its status', async () => {
    const app = await startTestApp();
    tellItems(app, () => ({ seconds: 10 }));
    await beginArray(app, numbers(2));
    await app.host.advance(5_000);
    await app.raise('array', 'itemEnded', { item: '1' });
    expect(await app.outcomeOf('array')).toMatchObject({ counts: { succeeded: 2 } });
    const looked = app.host.calls.filter(({ name }) => name === 'readItems').map(({ input }) => input);
    expect(looked).toContainEqual({ parent: 'array', items: ['1'], look: false });
  });

  it('removes the group of an item that was terminated and whose container ended well', async () => {
    const app = await startTestApp();
    tellItems(app, () => ({ seconds: 1 }));
    await beginArray(app, numbers(1), { allowFailures: 1 });
    await app.advanceUntil(() => app.containers.created.length === 1);
    await app.engine.client.terminate('array-0', 'Somebody ended it by hand.');
    expect(await app.outcomeOf('array')).toMatchObject({ counts: { terminated: 1 } });
    await app.advanceUntil(() => app.containers.groups.size === 0);
  });

  it('ends at once when there is nothing to do', async () => {
    const app = await startTestApp();
    await beginArray(app, []);
    expect(await app.outcomeOf('array')).toMatchObject({ kind: 'succeeded' });
  });

  it('is started once however often it is asked for', async () => {
    const app = await startTestApp();
    const seen = tellItems(app);
    await beginArray(app, numbers(3));
    await beginArray(app, numbers(3));
    await app.outcomeOf('array');
    await beginArray(app, numbers(3));
    expect(await runsOfBench(app).stateOf('array')).toBe('ended');
    expect(seen.started).toHaveLength(3);
  });
});
