import { describe, expect, it } from 'vitest';
import type { BuildReport } from '../../../contract/build.ts';
import type { PublishOutcome, PublishRequest } from '../../../contract/publishes.ts';
import { placeOf } from '../../../lib/decide/sites/target-of.ts';
import { aBuild, aCommit, aFile, aFinalReport, aManifest, aSite, aTarget } from '../../support/builders.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

const commit = aCommit('aaaa');

function request(overrides: Partial<PublishRequest> = {}): PublishRequest {
  return {
    site: 'blog',
    ref: { kind: 'sha', sha: commit.sha },
    requestedAt: '2026-01-01T00:00:00.000Z',
    cause: 'push',
    ...overrides,
  };
}

/** An app with the site `blog`, whose build container makes a release of these files after two seconds. */
async function appThatBuilds(files: Record<string, string>, site = aSite('blog')): Promise<TestApp> {
  const app = await startTestApp([site]);
  app.commits.commits.push(commit);
  builds(app, 'release-1', files);
  return app;
}

function builds(app: TestApp, release: string, files: Record<string, string>): void {
  app.releases.addManifest(aManifest(release, files));
  app.containers.story = (container) => {
    container.after(
      2,
      () => void app.raise(container.runId, 'containerEnded', aFinalReport(aBuild(release))),
    );
    return undefined;
  };
}

function livePages(app: TestApp): string[] {
  return [...app.releases.filesOf('site-blog').keys()].sort();
}

describe('publishSite', () => {
  it('makes the built release live, purges what changed, verifies and reports', async () => {
    const app = await appThatBuilds({ 'index.html': 'one', 'app.css': 'css' });
    const outcome = await app.run('publishSite', request());
    expect(outcome).toEqual({
      kind: 'published',
      site: 'blog',
      commit,
      release: 'release-1',
      liveUrl: 'https://blog.example.com/',
      changed: 2,
      live: { kind: 'confirmed' },
    });
    expect(livePages(app)).toEqual(['app.css', 'index.html']);
    expect(app.cdn.purged.map(({ paths }) => paths)).toEqual([['/', '/app.css', '/index.html']]);
    expect(app.commitStatuses.reported.map(({ state }) => state)).toEqual(['pending', 'success']);
    expect(app.targets.stateOf('blog')).toMatchObject({
      live: { release: 'release-1', runId: 'publishSite' },
    });
    expect(app.targets.stateOf('blog').promoting).toBeUndefined();
    await app.advanceUntil(() => app.containers.groups.size === 0);
  });

  it('copies assets first, then pages, and deletes removed pages last', async () => {
    const app = await appThatBuilds({ 'index.html': 'one', 'old/index.html': 'old', 'a.css': 'css' });
    await app.run('publishSite', request(), 'first');
    app.releases.changes.length = 0;
    builds(app, 'release-2', { 'index.html': 'two', 'b.css': 'css2' });
    await app.run('publishSite', request({ requestedAt: '2026-01-01T01:00:00.000Z' }), 'second');
    expect(app.releases.changes).toEqual(['copy b.css', 'copy index.html', 'delete old/index.html']);
    // The stylesheet that open tabs still use stays for its grace.
    expect(livePages(app)).toEqual(['a.css', 'b.css', 'index.html']);
    expect(app.targets.expiringOf('blog').flatMap(({ paths }) => paths)).toEqual(['a.css']);
  });

  it('purges nothing when nothing changed', async () => {
    const app = await appThatBuilds({ 'index.html': 'one' });
    await app.run('publishSite', request(), 'first');
    const outcome = await app.run(
      'publishSite',
      request({ requestedAt: '2026-01-02T00:00:00.000Z' }),
      'second',
    );
    expect(outcome).toMatchObject({ kind: 'published', changed: 0 });
    expect(app.cdn.purged).toHaveLength(1);
  });

  it('fails with the message of the build and leaves the live site alone', async () => {
    const app = await appThatBuilds({ 'index.html': 'one' });
    await app.run('publishSite', request(), 'first');
    const message = 'Error: "content/post.md:3:1": failed to unmarshal YAML';
    app.containers.story = (container) => {
      const report: BuildReport = { kind: 'failed', code: 'site-refused', message, exitCode: 65 };
      container.after(1, () => void app.raise(container.runId, 'containerEnded', aFinalReport(report)));
      return undefined;
    };
    const before = app.releases.changes.length;
    const outcome = await app.run(
      'publishSite',
      request({ requestedAt: '2026-01-02T00:00:00.000Z' }),
      'second',
    );
    expect(outcome).toMatchObject({ kind: 'failed', stage: 'building', code: 'site-refused', message });
    expect(app.releases.changes.length).toBe(before);
    expect(app.targets.stateOf('blog').live?.runId).toBe('first');
    expect(app.commitStatuses.reported.at(-1)).toMatchObject({ state: 'failure', description: message });
    await app.advanceUntil(() => app.containers.groups.size === 0);
  });

  it('finds the release by the stored report when the callback was lost', async () => {
    const app = await appThatBuilds({ 'index.html': 'one' });
    app.containers.story = (container) => {
      app.releases.addReport('blog', container.runId, 1, aBuild('release-1'));
      container.after(2, () => container.exits(0));
      return undefined;
    };
    expect(await app.run('publishSite', request())).toMatchObject({
      kind: 'published',
      release: 'release-1',
    });
  });

  it.each<[string, (app: TestApp) => void, Partial<PublishRequest>, Partial<PublishOutcome>]>([
    ['a site that is not in the catalog', () => {}, { site: 'shop' }, { kind: 'failed', stage: 'fetching' }],
    [
      'a commit that the repository does not have',
      () => {},
      { ref: { kind: 'sha', sha: 'b'.repeat(40) } },
      { kind: 'failed', stage: 'fetching' },
    ],
    [
      'an image that does not exist',
      (app) => {
        app.containers.story = () => ({ kind: 'imageNotAccessible', message: 'no such image' });
      },
      {},
      { kind: 'failed', stage: 'building', message: 'no such image' },
    ],
    [
      'a container that ended well without a release',
      (app) => {
        app.containers.story = (container) => {
          container.exits(0);
          return undefined;
        };
      },
      {},
      { kind: 'failed', stage: 'building' },
    ],
    [
      'a manifest that is not in the store',
      (app) => app.releases.manifests.clear(),
      {},
      { kind: 'failed', stage: 'promoting' },
    ],
    [
      'a store that stays out',
      (app) => {
        app.releases.failingCopies = 1_000;
      },
      {},
      { kind: 'failed', stage: 'promoting' },
    ],
  ])('fails, and says at which stage, for %s', async (_, arrange, asked, expected) => {
    const app = await appThatBuilds({ 'index.html': 'one' });
    arrange(app);
    expect(await app.run('publishSite', request(asked))).toMatchObject(expected);
    await app.advanceUntil(() => app.containers.groups.size === 0);
  });

  it('ends by itself however much Azure has to say', async () => {
    const app = await appThatBuilds({});
    const message = 'No. '.repeat(5_000);
    app.containers.story = () => ({ kind: 'refused', message });
    expect(await app.run('publishSite', request())).toMatchObject({ kind: 'failed', message });
  });

  it('refuses a release that would delete more files than the site allows', async () => {
    const app = await appThatBuilds(
      { 'index.html': 'i', 'a.html': 'a', 'b.html': 'b' },
      aSite('blog', { maxDeletions: 1 }),
    );
    await app.run('publishSite', request(), 'first');
    builds(app, 'release-2', { 'index.html': 'two' });
    const outcome = await app.run(
      'publishSite',
      request({ requestedAt: '2026-01-02T00:00:00.000Z' }),
      'second',
    );
    expect(outcome).toMatchObject({ kind: 'failed', stage: 'promoting', code: 'promotion-refused' });
    expect(livePages(app)).toEqual(['a.html', 'b.html', 'index.html']);
    expect(app.targets.stateOf('blog').promoting).toBeUndefined();
  });

  it('copies again what failed to be copied', async () => {
    const app = await appThatBuilds({ 'index.html': 'one', 'a.css': 'css' });
    app.releases.failingCopies = 2;
    expect(await app.run('publishSite', request())).toMatchObject({ kind: 'published' });
    expect(livePages(app)).toEqual(['a.css', 'index.html']);
  });

  it('fails at once when an object is missing, and the next publish heals it', async () => {
    const app = await appThatBuilds({ 'index.html': 'one', 'a.css': 'css' });
    app.releases.missingObjects.add(aFile('a.css', 'css').sha256);
    expect(await app.run('publishSite', request(), 'first')).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('"a.css"'),
    });
    expect(app.elapsedSeconds).toBeLessThan(10);
    app.releases.missingObjects.clear();
    expect(await app.run('publishSite', request(), 'second')).toMatchObject({ kind: 'published' });
    expect(livePages(app)).toEqual(['a.css', 'index.html']);
  });

  it('stays with the site that it read at its beginning, whatever the catalog says meanwhile', async () => {
    const app = await appThatBuilds({ 'index.html': 'one', 'a.css': 'css' });
    app.releases.beforeChange = () => {
      app.catalogs.list[0] = aSite('blog', { container: 'elsewhere' });
    };
    expect(await app.run('publishSite', request(), 'first')).toMatchObject({ kind: 'published' });
    expect(livePages(app)).toEqual(['a.css', 'index.html']);
    expect(app.releases.filesOf('elsewhere').size).toBe(0);

    expect(await app.run('publishSite', request(), 'second')).toMatchObject({ changed: 2 });
    expect([...app.releases.filesOf('elsewhere').keys()].sort()).toEqual(['a.css', 'index.html']);
  });

  it('purges with the next publish what could not be purged, even when nothing changed', async () => {
    const app = await appThatBuilds({ 'index.html': 'one' });
    app.cdn.isOut = true;
    await app.run('publishSite', request(), 'first');
    app.cdn.isOut = false;
    expect(await app.run('publishSite', request(), 'second')).toMatchObject({ changed: 0 });
    expect(app.cdn.purged.map(({ paths }) => paths)).toEqual([['/', '/index.html']]);
  });

  it('publishes a release that would be refused when it is forced', async () => {
    const app = await appThatBuilds({ 'index.html': 'one' });
    await app.run('publishSite', request(), 'first');
    builds(app, 'release-2', { 'feed.xml': 'f' });
    expect(await app.run('publishSite', request(), 'refused')).toMatchObject({ code: 'promotion-refused' });
    expect(await app.run('publishSite', request({ force: true }), 'forced')).toMatchObject({
      kind: 'published',
    });
    expect(livePages(app)).toEqual(['feed.xml']);
  });

  it('publishes although the git provider takes no reports', async () => {
    const app = await appThatBuilds({ 'index.html': 'one' });
    app.commitStatuses.isOut = true;
    expect(await app.run('publishSite', request())).toMatchObject({ kind: 'published' });
  });

  it('records that visitors still get the older version when the cache is slow', async () => {
    const app = await appThatBuilds({ 'index.html': 'one' }, aSite('blog', { verifySeconds: 10 }));
    app.liveSites.staleFetches = 1_000;
    const outcome = await app.run('publishSite', request());
    expect(outcome).toMatchObject({ kind: 'published', live: { kind: 'notYet' } });
    expect(app.elapsedSeconds).toBeLessThan(20);
  });

  it('is published although the CDN takes no purge, and says so', async () => {
    const app = await appThatBuilds({ 'index.html': 'one' });
    app.cdn.isOut = true;
    expect(await app.run('publishSite', request())).toMatchObject({
      kind: 'published',
      live: { kind: 'notYet', message: expect.stringContaining('CDN is out') },
    });
    expect(app.targets.stateOf('blog').live?.release).toBe('release-1');
  });

  it('waits for the cache', async () => {
    const app = await appThatBuilds({ 'index.html': 'one' });
    app.liveSites.staleFetches = 3;
    expect(await app.run('publishSite', request())).toMatchObject({ live: { kind: 'confirmed' } });
  });

  describe('beside another publish of the same site', () => {
    const older = request({ requestedAt: '2026-01-01T00:00:01.000Z' });
    const newer = request({ requestedAt: '2026-01-01T00:00:02.000Z' });

    /** Each run builds a release of its own, in as many seconds as its id says. */
    async function appThatBuildsPerRun(seconds: Record<string, number>): Promise<TestApp> {
      const app = await appThatBuilds({ 'index.html': 'one' });
      for (const id of Object.keys(seconds))
        app.releases.addManifest(aManifest(`release-${id}`, { 'index.html': id }));
      app.containers.story = (container) => {
        const id = container.runId.replace('-container', '');
        container.after(seconds[id] ?? 1, () => {
          void app.raise(container.runId, 'containerEnded', aFinalReport(aBuild(`release-${id}`)));
        });
        return undefined;
      };
      return app;
    }

    it.each<[string, Record<string, number>, PublishOutcome['kind']]>([
      ['builds faster', { older: 9, newer: 3 }, 'superseded'],
      ['builds slower', { older: 3, newer: 9 }, 'published'],
    ])('the one asked for later stays live when it %s', async (_, seconds, ofOlder) => {
      const app = await appThatBuildsPerRun(seconds);
      await app.begin('publishSite', older, 'older');
      await app.begin('publishSite', newer, 'newer');
      const outcomes = [await app.outcomeOf('older'), await app.outcomeOf('newer')] as PublishOutcome[];
      expect(outcomes.map(({ kind }) => kind)).toEqual([ofOlder, 'published']);
      expect(app.targets.stateOf('blog').live?.runId).toBe('newer');
      expect(app.releases.filesOf('site-blog').get('index.html')?.sha256).toMatch(/^newer/);
    });

    it('an older one goes live although a newer one was refused meanwhile', async () => {
      const app = await appThatBuildsPerRun({ older: 3, newer: 3 });
      app.releases.manifests.delete('blog/release-newer');
      await app.begin('publishSite', older, 'older');
      await app.begin('publishSite', newer, 'newer');
      const outcomes = [await app.outcomeOf('older'), await app.outcomeOf('newer')] as PublishOutcome[];
      expect(outcomes.map(({ kind }) => kind)).toEqual(['published', 'failed']);
      expect(app.releases.filesOf('site-blog').get('index.html')?.sha256).toMatch(/^older/);
    });

    describe('that is stuck while it promotes', () => {
      /** `stuck` holds the claim and stays suspended; `next` has built its release and waits. */
      async function appWithStuckHolder(claimedAt: string): Promise<TestApp> {
        const app = await appThatBuildsPerRun({ stuck: 60, next: 2 });
        await app.begin('publishSite', request({ requestedAt: older.requestedAt }), 'stuck');
        await app.advanceUntil(() => app.containers.groups.size === 1);
        const place = placeOf(aTarget('blog'));
        const claim = { runId: 'stuck', release: 'release-stuck', commit: commit.sha, place };
        app.targets.put('blog', {
          promoting: { ...claim, requestedAt: older.requestedAt, claimedAt, copying: false, baselines: [] },
        });
        await app.engine.client.suspend('stuck', 'a person looks at it');
        await app.begin('publishSite', newer, 'next');
        await app.advanceUntil(() => waiting(app));
        return app;
      }
      const waiting = (app: TestApp): boolean => {
        const status = app.status('next').customStatus as { release?: string } | null;
        return status?.release === 'release-next';
      };

      it('is taken over after ten minutes', async () => {
        const app = await appWithStuckHolder('2026-01-01T00:00:02.000Z');
        expect(await app.outcomeOf('next')).toMatchObject({ kind: 'published' });
        expect(app.elapsedSeconds).toBeGreaterThan(600);
        expect(app.elapsedSeconds).toBeLessThan(660);
        await app.engine.client.terminate('stuck', 'the test is over');
      });

      it('is waited for only so long', async () => {
        // A clock that is wrong, or a claim that is renewed, must not keep a site for ever.
        const app = await appWithStuckHolder('2027-01-01T00:00:00.000Z');
        expect(await app.outcomeOf('next')).toMatchObject({
          kind: 'failed',
          code: 'promotion-busy',
          message: expect.stringContaining('"stuck"'),
        });
        await app.engine.client.terminate('stuck', 'the test is over');
      });

      it('can be waited for no longer by who cancels', async () => {
        const app = await appWithStuckHolder('2027-01-01T00:00:00.000Z');
        await app.documents.markCancelled('next', 'not wanted');
        expect(await app.outcomeOf('next')).toMatchObject({ kind: 'cancelled', message: 'not wanted' });
        expect(app.elapsedSeconds).toBeLessThan(60);
        await app.engine.client.terminate('stuck', 'the test is over');
      });
    });

    it('takes over a promotion that was cut short, and repairs what it left', async () => {
      const app = await appThatBuilds({ 'index.html': 'good', 'page.html': 'p' });
      await app.run('publishSite', request(), 'first');
      // A run that is gone has copied one page of its release and never came to its end.
      app.releases.addManifest(
        aManifest('release-torn', { 'index.html': 'torn', 'page.html': 'p', 'extra.html': 'x' }),
      );
      const place = placeOf(aTarget('blog'));
      app.targets.put('blog', {
        promoting: {
          release: 'release-torn',
          commit: commit.sha,
          runId: 'gone',
          requestedAt: '2026-01-01T00:30:00.000Z',
          place,
          claimedAt: '2026-01-01T00:30:00.000Z',
          copying: true,
          baselines: [{ release: 'release-1', place }],
        },
      });
      const torn = aManifest('x', { 'index.html': 'torn', 'extra.html': 'x' }).files;
      app.releases.putLive(place, torn);

      builds(app, 'release-2', { 'index.html': 'good', 'page.html': 'p' });
      await app.run('publishSite', request({ requestedAt: '2026-01-01T01:00:00.000Z' }), 'second');
      expect(livePages(app)).toEqual(['index.html', 'page.html']);
      expect(app.releases.filesOf('site-blog').get('index.html')?.sha256).toMatch(/^good/);
    });
  });

  describe('cancelled', () => {
    it('before it fetched the commit, does nothing', async () => {
      const app = await appThatBuilds({ 'index.html': 'one' });
      await app.documents.markCancelled('publishSite', 'not wanted');
      expect(await app.run('publishSite', request())).toMatchObject({ kind: 'cancelled', stage: 'fetching' });
      expect(app.containers.created).toEqual([]);
    });

    it('while the container builds, deletes the group and tells the commit', async () => {
      const app = await appThatBuilds({ 'index.html': 'one' });
      app.containers.story = (container) => {
        container.after(
          3,
          () => void app.raise(container.runId, 'cancelRequested', { reason: 'not wanted' }),
        );
        return undefined;
      };
      expect(await app.run('publishSite', request())).toMatchObject({ kind: 'cancelled', stage: 'building' });
      expect(app.containers.groups.size).toBe(0);
      expect(app.commitStatuses.reported.at(-1)).toMatchObject({
        state: 'error',
        description: 'Cancelled: not wanted',
      });
    });

    it('after the build, promotes nothing', async () => {
      const app = await appThatBuilds({ 'index.html': 'one' });
      app.containers.story = (container) => {
        container.after(2, () => {
          void app.documents.markCancelled('publishSite', 'not wanted');
          void app.raise(container.runId, 'containerEnded', aFinalReport(aBuild('release-1')));
        });
        return undefined;
      };
      expect(await app.run('publishSite', request())).toMatchObject({
        kind: 'cancelled',
        stage: 'promoting',
      });
      expect(livePages(app)).toEqual([]);
    });
  });

  it('shows each phase with the moment it began', async () => {
    const app = await appThatBuilds({ 'index.html': 'one' });
    await app.run('publishSite', request());
    const status = app.status('publishSite').customStatus as { phases: Array<{ phase: string }> };
    expect(status.phases.map(({ phase }) => phase)).toEqual([
      'fetching',
      'building',
      'promoting',
      'purging',
      'verifying',
      'reporting',
      'done',
    ]);
  });

  it('fails at once when a secret of its build does not exist, says which setting is missing, and holds no room', async () => {
    const site = aSite('blog', { build: { secrets: { API_KEY: 'BLOG_KEY' } } });
    const app = await appThatBuilds({ 'index.html': 'one' }, site);
    expect(await app.run('publishSite', request())).toMatchObject({
      kind: 'failed',
      stage: 'building',
      code: 'settings-invalid',
      message: expect.stringContaining('SLIPWAY_SECRET_BLOG_KEY'),
    });
    expect(app.elapsedSeconds).toBeLessThan(10);
    await app.advanceUntil(() => app.budget.state.tickets.length === 0);
  });

  it('keeps secrets out of its history', async () => {
    const app = await appThatBuilds(
      { 'index.html': 'one' },
      aSite('blog', { build: { secrets: { API_KEY: 'BLOG_KEY' } } }),
    );
    app.secrets.BLOG_KEY = 'super-secret-value';
    await app.run('publishSite', request());
    expect(app.containers.created[0]?.shape.containers[0]?.secrets.API_KEY).toBe('super-secret-value');
    for (const id of ['publishSite', 'publishSite-container']) {
      const seen = JSON.stringify([app.status(id), app.engine.history(id)]);
      expect(seen).not.toContain('super-secret-value');
      expect(seen).not.toContain('token-publishSite');
      expect(seen).not.toContain('sig=secret');
    }
  });

  it('has a custom status far below the limit of 16 KB, with the longest texts it may hold', async () => {
    const app = await startTestApp([aSite('blog')]);
    app.commits.commits.push(aCommit('aaaa', { message: 'm'.repeat(70_000) }));
    builds(app, 'release-1', { 'index.html': 'one' });
    expect(await app.run('publishSite', request())).toMatchObject({ kind: 'published' });
    expect(JSON.stringify(app.status('publishSite').customStatus).length).toBeLessThan(4_096);
  });
});
