import { describe, expect, it } from 'vitest';
import type { Ticket } from '../../../contract/creation-budget.ts';
import { beginPod } from '../../support/a-pod-object.ts';
import { aContainerRun, aContainerSpec } from '../../support/builders.ts';
import { startTestApp } from '../../support/test-app.ts';

const hour = 3_600_000;

function aTicket(overrides: Pick<Ticket, 'group' | 'runId'>): Ticket {
  return {
    region: 'westeurope',
    cores: 1,
    priority: 'other',
    share: 'container-groups',
    since: 0,
    state: 'holding',
    until: Number.MAX_SAFE_INTEGER,
    ...overrides,
  };
}

describe('sweepOrphans', () => {
  it('deletes the groups of runs that were terminated, and leaves those of active ones', async () => {
    const app = await startTestApp();
    await app.begin('runContainer', aContainerRun({ name: 'lost' }), 'lost');
    await app.begin('runContainer', aContainerRun({ name: 'alive', runningDeadlineSeconds: 60 }), 'alive');
    await app.advanceUntil(() => app.containers.groups.size === 2);
    await app.engine.client.terminate('lost', 'somebody pressed the button');

    const outcome = await app.run('sweepOrphans', { hub: 'test' });
    expect(outcome).toMatchObject({ seen: 2, removed: [expect.stringContaining('lost')], failed: [] });
    const told = app.metrics.told.filter(({ name }) => !name.startsWith('slipway.budget'));
    const alive = { name: 'slipway.containers.alive', value: 2, of: 'westeurope' };
    expect(told).toEqual([alive, alive, { name: 'slipway.orphans.deleted', value: 1 }]);
    await app.advanceUntil(() => app.containers.groups.size === 1);
    expect([...app.containers.groups.keys()]).toEqual([expect.stringContaining('alive')]);
  });

  it('deletes all but the groups of pods while it cannot find out which of those are needed', async () => {
    const app = await startTestApp();
    await app.begin('runContainer', aContainerRun({ name: 'lost' }), 'lost');
    const pod = await beginPod(app);
    await app.advanceUntil(() => app.containers.groups.size === 2);
    for (const id of ['lost', pod]) await app.engine.client.terminate(id);
    app.kubeObjects.list = () => Promise.reject(new Error('The table is away.'));

    const outcome = await app.run('sweepOrphans', { hub: 'test' });
    expect(outcome).toMatchObject({ seen: 2, removed: [expect.stringContaining('lost')], failed: [] });
    await app.advanceUntil(() => app.containers.groups.size === 1);
  });

  it("leaves another app's groups alone", async () => {
    const app = await startTestApp();
    await app.begin('runContainer', aContainerRun(), 'lost');
    await app.advanceUntil(() => app.containers.groups.size === 1);
    await app.engine.client.terminate('lost');
    expect(await app.run('sweepOrphans', { hub: 'another' })).toMatchObject({ removed: [] });
    expect(app.containers.groups.size).toBe(1);
  });

  it('leaves the lost groups of another app of the resource group to that app', async () => {
    const app = await startTestApp();
    for (const hub of ['one', 'two']) {
      await app.begin('runContainer', aContainerRun({}, { hub }), `lost-${hub}`);
      await app.advanceUntil(() =>
        [...app.containers.groups.values()].some((g) => g.request.owner.hub === hub),
      );
      await app.engine.client.terminate(`lost-${hub}`);
    }
    expect((await app.run('sweepOrphans', { hub: 'one' })).removed).toHaveLength(1);
    await app.advanceUntil(() => app.containers.groups.size === 1);
    expect([...app.containers.groups.values()].map(({ runId }) => runId)).toEqual(['lost-two']);
  });

  it('leaves a group that a person made until its deadline, and gives its room away when it has gone', async () => {
    const app = await startTestApp();
    const now = app.clock.now();
    for (const [name, deadline] of [
      ['forever', undefined],
      ['for-a-while', new Date(now + hour)],
    ] as const) {
      const owner = { kind: 'person', id: name, hub: 'test' } as const;
      const shape = { containers: [aContainerSpec<string>({ name: 'main', secrets: {} })] };
      const request = { name, region: 'westeurope', owner, attempt: 1, shape, ...(deadline && { deadline }) };
      await app.containers.create(request);
      app.budget.state.tickets.push(aTicket({ group: name, runId: `group-${name}` }));
    }
    const holders = () => app.budget.state.tickets.map(({ group }) => group);

    expect(await app.run('sweepOrphans', { hub: 'test' }, 'early')).toMatchObject({ seen: 2, removed: [] });
    expect(holders()).toEqual(['forever', 'for-a-while']);
    app.clock.advanceBy(hour);
    expect((await app.run('sweepOrphans', { hub: 'test' }, 'late')).removed).toEqual(['for-a-while']);
    await app.advanceUntil(() => !app.containers.groups.has('for-a-while'));
    await app.containers.delete('forever');
    await app.run('sweepOrphans', { hub: 'test' }, 'last');
    expect(holders()).toEqual([]);
  });

  it('deletes a kept group when its time has come', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.exits(9);
      return undefined;
    };
    await app.run('runContainer', aContainerRun({ keepOnFailureMinutes: 30 }));
    await app.advanceUntil(() => app.containers.kept.size === 1);
    expect(await app.run('sweepOrphans', { hub: 'test' }, 'early')).toMatchObject({ removed: [] });
    app.clock.advanceBy(hour);
    expect((await app.run('sweepOrphans', { hub: 'test' }, 'late')).removed).toHaveLength(1);
  });

  it('brings no log back of a kept group whose run was forgotten before', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.prints('a secret of yesterday\n');
      container.exits(9);
      return undefined;
    };
    await app.run('runContainer', aContainerRun({ keepOnFailureMinutes: 30 }), 'failing');
    await app.advanceUntil(() => app.containers.kept.size === 1);
    expect(await app.documents.readLog('failing')).toBeDefined();
    await app.documents.forget('failing');
    app.clock.advanceBy(hour);
    await app.run('sweepOrphans', { hub: 'test' });
    await app.advanceUntil(() => app.containers.groups.size === 0);
    expect(await app.documents.readLog('failing')).toBeUndefined();
  });

  it('leaves a group alone that was marked to be kept while the sweep looked at its run', async () => {
    const app = await startTestApp();
    await app.begin('runContainer', aContainerRun(), 'failing');
    await app.advanceUntil(() => app.containers.groups.size === 1);
    await app.engine.client.terminate('failing');
    const list = app.containers.list.bind(app.containers);
    app.containers.list = async () => {
      const listed = await list();
      for (const { name } of listed) app.containers.kept.set(name, new Date(app.clock.now() + hour));
      return listed;
    };
    expect(await app.run('sweepOrphans', { hub: 'test' })).toMatchObject({ removed: [] });
  });

  it('tries a group again that Azure did not let go', async () => {
    const app = await startTestApp();
    await app.begin('runContainer', aContainerRun(), 'lost');
    await app.advanceUntil(() => app.containers.groups.size === 1);
    await app.engine.client.terminate('lost');
    app.containers.outages.delete = 8;
    const [name = ''] = (await app.run('sweepOrphans', { hub: 'test' }, 'first')).removed;
    expect(await app.outcomeOf(`remove-${name}`)).toEqual({ kind: 'left' });
    expect(await app.run('sweepOrphans', { hub: 'test' }, 'second')).toMatchObject({ removed: [name] });
    await app.advanceUntil(() => app.containers.groups.size === 0);
  });

  it('archives the end of the log of a group whose run was lost', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.prints('last words');
      return undefined;
    };
    await app.begin('runContainer', aContainerRun(), 'lost');
    await app.advanceUntil(() => app.containers.groups.size === 1);
    await app.engine.client.terminate('lost');
    await app.run('sweepOrphans', { hub: 'test' });
    await app.advanceUntil(() => app.containers.groups.size === 0);
    expect(await app.documents.readLog('lost')).toBe('last words');
  });

  it('gives the room of a lost run to others, when its group was never made', async () => {
    const app = await startTestApp();
    app.containers.outages.create = 100;
    await app.begin('runContainer', aContainerRun(), 'lost');
    await app.advanceUntil(() => app.budget.state.tickets.some(({ state }) => state === 'holding'));
    await app.engine.client.terminate('lost');
    app.containers.outages.create = 0;
    await app.run('sweepOrphans', { hub: 'test' });
    expect(app.budget.state.tickets).toEqual([]);
  });
});
