import { describe, expect, it } from 'vitest';
import type { SharedShelf } from '../../../contract/keeping.ts';
import type { RunStatus } from '../../../contract/run-view.ts';
import { aContainerRun, aJob, aRetention, aSite, aWant } from '../../support/builders.ts';
import { beginArray, beginGraph, tellItems } from '../../support/many-jobs.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

const day = 86_400_000;
const retention = aRetention();
const clean = (app: TestApp) => app.run('cleanUp', { retention }, 'clean-up');
const ago = (app: TestApp, days: number): string => new Date(app.clock.now() - days * day).toISOString();

describe('cleanUp', () => {
  it.each<[SharedShelf['kind'], number]>([
    ['deliveries', 7],
    ['plans', 30],
    ['cancellations', 30],
    ['values', 30],
    ['idempotencyKeys', 30],
    ['rejectedEvents', 30],
    ['logs', 30],
  ])('deletes %s of more than %i days, however many, and no other', async (kind, days) => {
    const app = await startTestApp();
    const shelf = { kind } as SharedShelf;
    for (let n = 0; n < 5; n++) app.storedItems.add(shelf, `old-${n}`, ago(app, days + 0.01));
    app.storedItems.add(shelf, 'young', ago(app, days - 0.01));
    expect(await clean(app)).toEqual({ deleted: { [kind]: 5 }, problems: [] });
    expect(app.storedItems.names(shelf)).toEqual(['young']);
  });

  it('purges histories of runs that ended long ago, with those of their removals, and of no others', async () => {
    const app = await startTestApp();
    await app.begin('runContainer', aContainerRun(), 'suspended');
    await app.advanceUntil(() => app.containers.groups.size === 1);
    await app.engine.client.suspend('suspended', 'to look at it');
    app.containers.story = (container) => {
      container.exits(0);
      return undefined;
    };
    await app.run('runContainer', aContainerRun(), 'old');
    app.clock.advanceBy(31 * day);
    await app.run('runContainer', aContainerRun(), 'young');

    expect((await clean(app)).deleted).toEqual({ histories: 2 });
    const statuses = ['suspended', 'old', 'young'].map((id) => app.engine.client.status(id)?.runtimeStatus);
    expect(statuses).toEqual(['Suspended', undefined, 'Completed']);
  });

  it('deletes rows of runs of more than 30 days, and gives lost runs an end', async () => {
    const app = await startTestApp([aSite()]);
    const row = (id: string, days: number, status: RunStatus) =>
      app.runIndex.add({ id, kind: 'publish', site: 'blog', status, requestedAt: ago(app, days) });
    await row('old', 31, 'succeeded');
    await row('ended', 2, 'succeeded');
    await row('lost', 2, 'running');
    await row('wanted', 2, 'pending');
    await row('young', 0, 'pending');
    await app.lanes.write('blog', { dropped: [], want: aWant('wanted') }, undefined);
    expect((await clean(app)).deleted).toEqual({ runRows: 1, lostRuns: 1 });
    const statuses = [...app.runIndex.rows.values()].map(({ id, status }) => [id, status]);
    expect(Object.fromEntries(statuses)).toEqual({
      ended: 'succeeded',
      lost: 'failed',
      wanted: 'pending',
      young: 'pending',
    });
  });

  it('deletes everything of a job whose time to live is over, and nothing of another', async () => {
    const app = await startTestApp();
    app.containers.story = (container) => {
      container.prints('{"sum":3}\n');
      container.exits(0);
      return undefined;
    };
    const short = aJob();
    short.spec = { ...short.spec, timeToLiveMinutes: 10 };
    for (const [id, request] of [
      ['short', short],
      ['long', aJob()],
    ] as const) {
      await app.run('runJob', request, id);
      await app.documents.writeValue(id, 'input', 1);
    }
    await app.advanceUntil(() => app.containers.groups.size === 0);
    expect((await clean(app)).deleted).toEqual({});
    app.clock.advanceBy(11 * 60_000);
    expect((await clean(app)).deleted).toEqual({ expiredRuns: 1 });

    const traces = async (id: string) => [
      app.engine.client.status(id) !== undefined,
      app.engine.client.status(`${id}-container`) !== undefined,
      (await app.runIndex.read(id)) !== undefined,
      (await app.documents.readValue(id, 'input')) !== undefined,
      (await app.documents.readLog(`${id}-container`)) !== undefined,
    ];
    expect(await traces('short')).toEqual([false, false, false, false, false]);
    expect(await traces('long')).toEqual([true, true, true, true, true]);
  });

  it('deletes an array whose time to live is over with all its items, and a graph only when each of them has one', async () => {
    const app = await startTestApp();
    tellItems(app);
    const short = { ...aJob().spec, timeToLiveMinutes: 10 };
    await beginArray(app, [1, 2, 3], { spec: short });
    await beginGraph(app, { a: { spec: short }, b: {} });
    for (const id of ['array', 'graph']) await app.outcomeOf(id);
    await app.advanceUntil(() => app.containers.groups.size === 0);
    expect((await clean(app)).deleted).toEqual({});
    app.clock.advanceBy(11 * 60_000);
    expect((await clean(app)).deleted).toEqual({ expiredRuns: 4 });
    expect([...app.runIndex.rows.keys()].sort()).toEqual(['graph', 'graph-a', 'graph-b']);
    expect(await app.documents.readValue('array', 'items-0')).toBeUndefined();
    expect(app.engine.client.status('array')).toBeUndefined();
  });

  it('goes on with the rest when one part fails, and says which', async () => {
    const app = await startTestApp();
    const list = app.storedItems.list.bind(app.storedItems);
    app.storedItems.list = async (shelf, cursor) => {
      if (shelf.kind === 'plans') throw new Error('The plans are out, as the test wants it.');
      return list(shelf, cursor);
    };
    app.storedItems.add({ kind: 'logs' }, 'old', ago(app, 31));
    expect(await clean(app)).toEqual({
      deleted: { logs: 1 },
      problems: [expect.stringMatching(/^plans: .*out/)],
    });
  });

  it('ends after a bounded part of very much, and goes on where it was the next time', async () => {
    const app = await startTestApp();
    app.storedItems.pageSize = 1_000;
    for (let n = 0; n < 23_000; n++) app.storedItems.add({ kind: 'plans' }, `old-${n}`, ago(app, 40));
    expect((await clean(app)).deleted).toEqual({ plans: 20_000 });
    expect((await clean(app)).deleted).toEqual({ plans: 3_000 });
  });
});
