import { describe, expect, test } from 'vitest';
import type { ActivityDependencies } from '../../../activities/dependencies.ts';
import { healRunRows } from '../../../activities/keeping/heal-run-rows.ts';
import type { RunRow } from '../../../contract/runs.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { anInvocation } from '../../support/an-invocation.ts';
import { aJob, aWant } from '../../support/builders.ts';
import { FakeLanes } from '../../support/fakes/fake-lanes.ts';
import { fakeClock } from '../../support/fakes/fake-outside.ts';
import { FakeRunDocuments } from '../../support/fakes/fake-run-documents.ts';
import { FakeRunIndex } from '../../support/fakes/fake-run-index.ts';
import { FakeRuns } from '../../support/fakes/fake-runs.ts';

const row: RunRow = {
  id: 'publish-blog-1',
  kind: 'publish',
  site: 'blog',
  status: 'running',
  requestedAt: '2026-01-01T00:00:00.000Z',
};

/** Two hours after a run was asked for. */
async function aBench(stored: RunRow = row) {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1, 2));
  const bench = {
    documents: new FakeRunDocuments(),
    runIndex: new FakeRunIndex(),
    lanes: new FakeLanes(),
    runs: new FakeRuns(),
  };
  await bench.runIndex.put(stored);
  const deps = { ...bench, clock: fakeClock(clock) } as unknown as ActivityDependencies;
  const heal = () => healRunRows(deps)({}, anInvocation({ runs: bench.runs }));
  return { ...bench, heal, statusNow: async () => (await bench.runIndex.read(row.id))?.status };
}

describe('healing rows of runs', () => {
  test('gives an end to one whose run the hub does not have', async () => {
    const { heal, runIndex } = await aBench();
    expect(await heal()).toEqual({ healed: 1 });
    const endedAt = '2026-01-01T02:00:00.000Z';
    expect(await runIndex.read(row.id)).toEqual({
      ...row,
      status: 'failed',
      message: 'Its run was lost.',
      endedAt,
    });
    expect(await heal()).toEqual({ healed: 0 });
  });

  test('finds the end of a job that could not record it, with what came out', async () => {
    const { site: _site, ...bare } = row;
    const { heal, runIndex, runs } = await aBench({ ...bare, kind: 'job', job: 'sums' });
    const output = {
      kind: 'succeeded',
      attempts: 1,
      containers: [],
      cost: { vcpuSeconds: 1, memoryGbSeconds: 1 },
      output: { kind: 'inline', value: 3 },
    };
    runs.add(row.id, 'runJob', { runtimeStatus: 'Completed', input: aJob(), output });
    expect(await heal()).toEqual({ healed: 1 });
    expect(await runIndex.read(row.id)).toMatchObject({
      status: 'succeeded',
      output: output.output,
      attempts: 1,
    });
  });

  test('gives an end to the jobs of an array that is gone, and leaves those alone that go on', async () => {
    const array: RunRow = { ...row, id: 'array-1', kind: 'jobArray' };
    const { heal, runIndex, runs } = await aBench(array);
    const { site: _site, ...item } = row;
    for (const name of ['0', '1', '2']) {
      const parent = { runId: array.id, item: name };
      await runIndex.put({ ...item, id: `array-1-${name}`, kind: 'job', parent });
    }
    runs.add('array-1-0', 'runJob');
    runs.add('array-1-1', 'runJob', { runtimeStatus: 'Terminated', output: 'by hand' });
    expect(await heal()).toEqual({ healed: 1 });
    const statuses = [...runIndex.rows.values()].map(({ id, status }) => [id, status]);
    expect(Object.fromEntries(statuses)).toEqual({
      'array-1': 'failed',
      'array-1-0': 'running',
      'array-1-1': 'terminated',
      'array-1-2': 'failed',
    });
  });

  test('leaves alone what is young', async () => {
    const { heal, statusNow } = await aBench({ ...row, requestedAt: '2026-01-01T01:30:00.000Z' });
    expect(await heal()).toEqual({ healed: 0 });
    expect(await statusNow()).toBe('running');
  });

  test.each(['Running', 'Suspended'])('leaves a run alone that is %s', async (runtimeStatus) => {
    const { heal, runs, statusNow } = await aBench();
    runs.add(row.id, 'publishSite', { runtimeStatus });
    expect(await heal()).toEqual({ healed: 0 });
    expect(await statusNow()).toBe('running');
  });

  test('leaves a run to the lane that still knows of it', async () => {
    const { heal, lanes, statusNow } = await aBench();
    await lanes.write('blog', { want: aWant(row.id), dropped: [] }, undefined);
    expect(await heal()).toEqual({ healed: 0 });
    expect(await statusNow()).toBe('running');
  });

  test('believes the row itself, where a crash left an older one in the list', async () => {
    const { heal, runIndex, statusNow } = await aBench({ ...row, status: 'succeeded' });
    runIndex.list = async () => ({ rows: [row] });
    await heal();
    expect(await statusNow()).toBe('succeeded');
  });
});
