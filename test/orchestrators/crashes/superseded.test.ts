import { describe, expect, it } from 'vitest';
import { aCommit, aSite } from '../../support/builders.ts';
import { CrashWorld, crashes } from './crash-world.ts';

describe('pushes that come while one is built', () => {
  it.each(crashes)('give way to the last of them, though the engine dies %s', async (_, crash) => {
    const world = await CrashWorld.start();
    const { app } = world;
    world.crashesAt(crash);
    const first = await world.push('a1', { 'index.html': 'a1' });
    await app.advanceUntil(() => app.containers.groups.size === 1);
    const second = await world.push('a2', { 'index.html': 'a2' });
    const third = await world.push('a3', { 'index.html': 'a3' });
    await world.settle();

    expect([first, second, third].map((id) => world.statusOf(id))).toEqual([
      'succeeded',
      'superseded',
      'succeeded',
    ]);
    world.checkLive('a3');
    world.checkNothingIsLeft();
    world.checkDoneOnce();
    expect(app.containers.created).toHaveLength(2);
    const told = app.commitStatuses.reported.filter(({ sha }) => sha === aCommit('a2').sha);
    expect(told.at(-1)).toMatchObject({ state: 'error', description: 'Superseded by a300000' });
  });

  it.each(crashes)('end the build where the site says so, though the engine dies %s', async (_, crash) => {
    const world = await CrashWorld.start([aSite('blog', { onPush: 'cancel' })]);
    const { app } = world;
    world.crashesAt(crash);
    const first = await world.push('a1', { 'index.html': 'a1' });
    await app.advanceUntil(() => app.containers.groups.size === 1);
    const second = await world.push('a2', { 'index.html': 'a2' });
    await world.settle();

    expect([first, second].map((id) => world.statusOf(id))).toEqual(['cancelled', 'succeeded']);
    world.checkLive('a2');
    world.checkNothingIsLeft();
    world.checkDoneOnce();
  });
});
