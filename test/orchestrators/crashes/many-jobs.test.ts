import { describe, expect, it } from 'vitest';
import { healRunRows } from '../../../activities/keeping/heal-run-rows.ts';
import { anInvocation } from '../../support/an-invocation.ts';
import { fakeClock } from '../../support/fakes/fake-outside.ts';
import { beginArray, beginGraph, tellItems } from '../../support/many-jobs.ts';
import { CrashWorld, crashes } from './crash-world.ts';

/** The names of all items, and how each ended. */
function endsOf({ app }: CrashWorld): Record<string, string> {
  const rows = [...app.runIndex.rows.values()].filter(({ parent }) => parent);
  return Object.fromEntries(rows.map(({ parent, status }) => [parent?.item, status]).sort());
}

describe('an array of jobs', () => {
  it.each(crashes)('runs each item once, though the engine dies %s', async (_, crash) => {
    const world = await CrashWorld.start([]);
    const seen = tellItems(world.app, (item) => ({ seconds: 3, exitCode: item === '2' ? 1 : 0 }));
    world.crashesAt(crash);
    await beginArray(world.app, [0, 1, 2, 3, 4, 5, 6, 7], { parallelism: 2, allowFailures: 1 });
    await world.settle();

    expect(world.statusOf('array')).toBe('succeeded');
    expect(endsOf(world)).toEqual({
      ...{ 0: 'succeeded', 1: 'succeeded', 2: 'failed', 3: 'succeeded', 4: 'succeeded' },
      ...{ 5: 'succeeded', 6: 'succeeded', 7: 'succeeded' },
    });
    expect(seen.started.sort()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
    expect(seen.peak).toBeLessThanOrEqual(2);
    world.checkNothingIsLeft([]);
    world.checkDoneOnce();
    expect(world.app.host.crashCount).toBeGreaterThan(15);
  });

  it.each(crashes)('ends all that runs when it is cancelled, though the engine dies %s', async (_, crash) => {
    const world = await CrashWorld.start([]);
    const seen = tellItems(world.app, () => ({ seconds: 3_000 }));
    world.crashesAt(crash);
    await beginArray(world.app, [0, 1, 2, 3], { parallelism: 2 });
    await world.app.advanceUntil(() => world.app.containers.groups.size > 0);
    await world.cancel('array');
    await world.settle();

    expect(world.statusOf('array')).toBe('cancelled');
    expect(new Set(Object.values(endsOf(world)))).toEqual(new Set(['cancelled']));
    expect(seen.started.length).toBeLessThanOrEqual(2);
    world.checkNothingIsLeft([]);
  });
});

describe('a graph of jobs', () => {
  it.each(crashes)('runs each job once after its needs, though the engine dies %s', async (_, crash) => {
    const world = await CrashWorld.start([]);
    const inputs = new Map<string, unknown>();
    const seen = tellItems(world.app, (item, input) => {
      inputs.set(item, input);
      return { seconds: 3, exitCode: item === 'bad' ? 1 : 0, result: item };
    });
    world.crashesAt(crash);
    await beginGraph(world.app, {
      one: {},
      bad: {},
      two: { needs: ['one'], input: 'after {one.output}' },
      never: { needs: ['two', 'bad'] },
    });
    await world.settle();

    expect(world.statusOf('graph')).toBe('failed');
    expect(endsOf(world)).toEqual({ one: 'succeeded', bad: 'failed', two: 'succeeded' });
    expect(seen.started.sort()).toEqual(['bad', 'one', 'two']);
    expect(inputs.get('two')).toBe('after one');
    world.checkNothingIsLeft([]);
    world.checkDoneOnce();
  });
});

describe('a hub that is deleted', () => {
  it('leaves an array and its jobs with an end, and no group', async () => {
    const world = await CrashWorld.start([]);
    const { app } = world;
    tellItems(app, () => ({ seconds: 30 }));
    await beginArray(app, [0, 1, 2, 3], { parallelism: 2 });
    await app.advanceUntil(() => app.containers.groups.size === 2);
    await world.losesHub();
    await app.host.advance(2 * 3_600_000);
    await world.timersFire();
    const deps = { ...app, clock: fakeClock(app.clock) } as unknown as Parameters<typeof healRunRows>[0];
    await healRunRows(deps)({}, anInvocation({ runs: world.runs }));

    expect(world.statusOf('array')).toBe('failed');
    expect(endsOf(world)).toEqual({ 0: 'failed', 1: 'failed' });
    expect([...app.containers.groups.keys()]).toEqual([]);
  });
});
