import { describe, expect, it } from 'vitest';
import { aSpec } from '../../support/builders.ts';
import { startTestApp } from '../../support/test-app.ts';

const hour = 3_600_000;

describe('sweepOrphans', () => {
  it('deletes the groups of runs that were terminated, and leaves those of active ones', async () => {
    const app = await startTestApp();
    await app.begin('runContainer', aSpec({ name: 'lost' }), 'lost');
    await app.begin('runContainer', aSpec({ name: 'alive', runningDeadlineSeconds: 60 }), 'alive');
    await app.advanceUntil(() => app.containers.groups.size === 2);
    await app.engine.client.terminate('lost', 'somebody pressed the button');

    const outcome = await app.run('sweepOrphans', { hub: 'test' });
    expect(outcome).toMatchObject({ seen: 2, deleted: [expect.stringContaining('lost')], failed: [] });
    expect([...app.containers.groups.keys()]).toEqual([expect.stringContaining('alive')]);
  });

  it("leaves another app's groups alone", async () => {
    const app = await startTestApp();
    await app.begin('runContainer', aSpec(), 'lost');
    await app.advanceUntil(() => app.containers.groups.size === 1);
    await app.engine.client.terminate('lost');
    expect(await app.run('sweepOrphans', { hub: 'another' })).toMatchObject({ deleted: [] });
    expect(app.containers.groups.size).toBe(1);
  });

  it('deletes a kept group when its time has come', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.exits(9);
      return undefined;
    };
    await app.run('runContainer', aSpec({ keepOnFailureMinutes: 30 }));
    expect(await app.run('sweepOrphans', { hub: 'test' }, 'early')).toMatchObject({ deleted: [] });
    app.clock.advanceBy(hour);
    expect((await app.run('sweepOrphans', { hub: 'test' }, 'late')).deleted).toHaveLength(1);
  });

  it('leaves a group alone that was marked to be kept while the sweep looked at its run', async () => {
    const app = await startTestApp();
    await app.begin('runContainer', aSpec(), 'failing');
    await app.advanceUntil(() => app.containers.groups.size === 1);
    await app.engine.client.terminate('failing');
    const list = app.containers.list.bind(app.containers);
    app.containers.list = async () => {
      const listed = await list();
      for (const { name } of listed) app.containers.kept.set(name, new Date(app.clock.now() + hour));
      return listed;
    };
    expect(await app.run('sweepOrphans', { hub: 'test' })).toMatchObject({ deleted: [] });
  });

  it('goes on when one group cannot be deleted, and says which', async () => {
    const app = await startTestApp();
    for (const id of ['a', 'b']) await app.begin('runContainer', aSpec({ name: id }), id);
    await app.advanceUntil(() => app.containers.groups.size === 2);
    for (const id of ['a', 'b']) await app.engine.client.terminate(id);
    app.containers.outages.delete = 3;
    const outcome = await app.run('sweepOrphans', { hub: 'test' });
    expect([outcome.deleted.length, outcome.failed.length]).toEqual([1, 1]);
  });
});
