import { describe, expect, it } from 'vitest';
import { placeOf } from '../../../lib/decide/sites/target-of.ts';
import { aRetention, aSite, aTarget, aWant } from '../../support/builders.ts';
import { objectOf, SiteStore } from '../../support/site-store.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

const hour = 3_600_000;
const day = 24 * hour;
const iso = (ms: number): string => new Date(ms).toISOString();

async function anAppWithSite() {
  const app = await startTestApp([aSite()]);
  return { app, store: new SiteStore(app) };
}

const clean = (app: TestApp, releases = 1) =>
  app.run('cleanUp', { retention: aRetention({ releases }) }, 'clean-up');

describe('cleanUp of a site', () => {
  it('keeps the live release, so many of the past, and every object that they need', async () => {
    const { app, store } = await anAppWithSite();
    for (const n of [1, 2, 3, 4])
      store.publish(`r${n}`, { 'index.html': `a${n}`, 'logo.svg': 'b0', 'old.css': n < 3 ? 'c0' : 'd0' });
    app.clock.advanceBy(2 * day);
    expect(await clean(app)).toEqual({ deleted: { releases: 2, objects: 3 }, problems: [] });
    expect(store.manifests).toEqual(['r3', 'r4']);
    expect(store.objects).toEqual(['a3', 'a4', 'b0', 'd0'].map(objectOf));
  });

  it('counts a release of the past once, however often it was live', async () => {
    const { app, store } = await anAppWithSite();
    for (const n of [1, 2, 3]) store.publish(`r${n}`, { 'index.html': `a${n}` });
    for (const release of ['r2', 'r3', 'r2', 'r3']) store.promote(release);
    app.clock.advanceBy(2 * day);
    await clean(app, 2);
    expect(store.manifests).toEqual(['r1', 'r2', 'r3']);
  });

  it('leaves what was uploaded within a day, needed by a release or not', async () => {
    const { app, store } = await anAppWithSite();
    store.publish('r1', { 'index.html': 'a1' });
    store.publish('r2', { 'index.html': 'a2' });
    store.publish('r3', { 'index.html': 'a3' });
    store.build('never-live', { 'index.html': 'a4' });
    app.clock.advanceBy(day - hour);
    expect((await clean(app)).deleted).toEqual({});
    expect(store.objects).toHaveLength(4);
  });

  it('leaves releases that are being promoted, and what their files may lie among', async () => {
    const { app, store } = await anAppWithSite();
    for (const n of [1, 2, 3, 4, 5]) store.publish(`r${n}`, { 'index.html': `a${n}` });
    const place = placeOf(aTarget());
    store.put({
      promoting: {
        ...{ runId: 'cut-short', release: 'r1', commit: 'r1', requestedAt: iso(0), claimedAt: iso(0), place },
        copying: true,
        baselines: [{ release: 'r2', place }],
      },
    });
    app.clock.advanceBy(2 * day);
    await clean(app);
    expect(store.manifests).toEqual(['r1', 'r2', 'r4', 'r5']);
    expect(store.objects).toEqual(['a1', 'a2', 'a4', 'a5'].map(objectOf));
  });

  it('deletes no object when the manifest of the live release is gone, and says so', async () => {
    const { app, store } = await anAppWithSite();
    for (const n of [1, 2, 3]) store.publish(`r${n}`, { 'index.html': `a${n}` });
    app.releases.manifests.delete('blog/r3');
    app.clock.advanceBy(2 * day);
    const { problems } = await clean(app);
    expect(problems).toEqual([expect.stringMatching(/^objects: .*"r3".*publish the site again/)]);
    expect(store.objects).toHaveLength(3);
  });

  it('leaves a site alone of whose state nothing is known', async () => {
    const { app, store } = await anAppWithSite();
    store.build('r1', { 'index.html': 'a1' });
    app.clock.advanceBy(2 * day);
    expect((await clean(app)).deleted).toEqual({});
    expect(store.manifests).toEqual(['r1']);
  });

  it('waits for a publish of the site, and keeps publishes away meanwhile', async () => {
    const { app, store } = await anAppWithSite();
    for (const n of [1, 2, 3]) store.publish(`r${n}`, { 'index.html': `a${n}` });
    app.clock.advanceBy(2 * day);
    await app.lanes.write('blog', { dropped: [], want: aWant() }, undefined);
    expect(await clean(app)).toEqual({ deleted: {}, problems: [] });

    await app.lanes.write('blog', { dropped: [] }, '1');
    const keptAway: boolean[] = [];
    const remove = app.storedItems.delete.bind(app.storedItems);
    app.storedItems.delete = async (shelf, names) => {
      if (names.length > 0) keptAway.push(store.isBeingCleaned);
      return remove(shelf, names);
    };
    expect((await clean(app)).deleted).toEqual({ releases: 1, objects: 1 });
    expect(keptAway).toEqual([true, true]);
    expect(store.isBeingCleaned).toBe(false);
  });

  it('wakes the lane when it ends, for a push that came meanwhile', async () => {
    const { app, store } = await anAppWithSite();
    for (const n of [1, 2, 3]) store.publish(`r${n}`, { 'index.html': `a${n}` });
    app.clock.advanceBy(2 * day);
    const remove = app.storedItems.delete.bind(app.storedItems);
    app.storedItems.delete = async (shelf, names) => {
      await remove(shelf, names);
      const { row, etag } = await app.lanes.read('blog');
      if (shelf.kind === 'objects' && !row.want)
        await app.lanes.write('blog', { ...row, want: aWant() }, etag);
    };
    await clean(app);
    expect(app.status('lane-blog').name).toBe('siteLane');
  });

  it('deletes no object any more once publishes may begin again', async () => {
    const { app, store } = await anAppWithSite();
    for (const n of [1, 2, 3]) store.publish(`r${n}`, { 'index.html': `a${n}` });
    app.clock.advanceBy(2 * day);
    const list = app.storedItems.list.bind(app.storedItems);
    app.storedItems.list = async (shelf, cursor) => {
      if (shelf.kind === 'objects') app.clock.advanceBy(20 * 60_000);
      return list(shelf, cursor);
    };
    await clean(app);
    expect(store.objects).toHaveLength(3);
  });

  it('looks through the releases of a site once a day', async () => {
    const { app, store } = await anAppWithSite();
    for (const n of [1, 2]) store.publish(`r${n}`, { 'index.html': `a${n}` });
    app.clock.advanceBy(2 * day);
    await clean(app);
    store.publish('r3', { 'index.html': 'a3' });
    app.clock.advanceBy(23 * hour);
    expect((await clean(app)).deleted).toEqual({});
    app.clock.advanceBy(2 * hour);
    expect((await clean(app)).deleted).toEqual({ releases: 1, objects: 1 });
  });

  it('keeps the newest build caches, and build reports as long as runs', async () => {
    const { app } = await anAppWithSite();
    const at = app.clock.now();
    for (const n of [1, 2, 3])
      app.storedItems.add({ kind: 'caches', site: 'blog' }, `run-${(n * 7) % 5}.tar.gz`, iso(at + n));
    app.storedItems.add({ kind: 'buildReports', site: 'blog' }, 'old-1.json', iso(at - 31 * day));
    app.storedItems.add({ kind: 'buildReports', site: 'blog' }, 'young-1.json', iso(at - 29 * day));
    app.clock.advanceBy(10_000);
    expect((await clean(app)).deleted).toEqual({ caches: 2, buildReports: 1 });
    expect(app.storedItems.names({ kind: 'caches', site: 'blog' })).toEqual(['run-1.tar.gz']);
    expect(app.storedItems.names({ kind: 'buildReports', site: 'blog' })).toEqual(['young-1.json']);
  });

  it('deletes files whose grace is over, and purges them', async () => {
    const { app, store } = await anAppWithSite();
    store.publish('r1', { 'index.html': 'a1' });
    const target = aTarget();
    const place = placeOf(target);
    const paths = ['secret.pdf'];
    await app.targets.addExpiring(target, 'run-1', {
      place,
      paths,
      deleteAfter: iso(app.clock.now() + hour),
    });
    expect((await clean(app)).deleted).toEqual({});
    app.clock.advanceBy(2 * hour);
    expect((await clean(app)).deleted).toEqual({ expiredFiles: 1 });
    expect(app.releases.changes).toEqual(['delete secret.pdf']);
    expect(app.cdn.purged.flatMap(({ paths }) => paths)).toEqual(['/secret.pdf']);
  });

  it('purges what an earlier purge did not', async () => {
    const { app, store } = await anAppWithSite();
    store.publish('r1', { 'index.html': 'a1' });
    store.put({ unpurged: { scope: ['/gone.pdf'], by: 'run-r1' } });
    app.cdn.isOut = true;
    expect((await clean(app)).problems).toEqual([expect.stringMatching(/^unpurged: /)]);
    app.cdn.isOut = false;
    expect((await clean(app)).problems).toEqual([]);
    expect(app.cdn.purged.flatMap(({ paths }) => paths)).toEqual(['/gone.pdf']);
    await clean(app);
    expect(app.cdn.purged).toHaveLength(1);
  });
});
