import fc from 'fast-check';
import { expect, it } from 'vitest';
import { neededReleases } from '../../../lib/decide/keeping/needed-releases.ts';
import { aRetention, aSite } from '../../support/builders.ts';
import { SiteStore } from '../../support/site-store.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

const hour = 3_600_000;
const keep = 1;
const retention = aRetention({ releases: keep });

const content = fc.nat(3);

/** What happens to one site. Builds use few contents, so that new releases need objects of old ones. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('publish' as const), content }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('failedBuild' as const), content }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rollBack' as const), to: fc.nat(3) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), hours: fc.constantFrom(1, 30, 200) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('cleanUp' as const),
      crash: fc.option(
        fc.record({
          point: fc.constantFrom('afterHistoryAppend', 'beforeAcknowledging', 'betweenCommits'),
          turn: fc.nat(16),
        }),
      ),
      terminated: fc.option(fc.nat(8), { freq: 3 }),
      /** A publish that comes after so many looks at the storage. */
      publishAt: fc.option(fc.record({ look: fc.constantFrom(5, 6, 7), content })),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never;

/** One site, its storage and its lane. */
class World {
  readonly app: TestApp;
  readonly store: SiteStore;
  #releases = 0;
  #waiting: number | undefined;

  constructor(app: TestApp) {
    this.app = app;
    this.store = new SiteStore(app);
    // So that the clean-up looks at the manifests in its sixth and seventh look, and at the objects in its eighth.
    app.storedItems.pageSize = 1_000;
  }

  async take(next: Step): Promise<void> {
    switch (next.kind) {
      case 'publish':
        return this.#publish(next.content);
      case 'failedBuild':
        if (!this.store.isBeingCleaned) this.#build(next.content);
        return;
      case 'rollBack': {
        const { history } = this.app.targets.stateOf('blog');
        const release = history[next.to]?.release;
        if (release && this.store.manifests.includes(release) && !this.store.isBeingCleaned)
          this.store.promote(release);
        return;
      }
      case 'pass':
        this.app.clock.advanceBy(next.hours * hour);
        return;
      case 'cleanUp':
        return this.#cleanUp(next);
    }
  }

  /** The promise of retention: what is live can be served again, whatever happened. */
  checkLive(): void {
    const { live } = this.app.targets.stateOf('blog');
    if (!live) return;
    expect(this.store.manifests).toContain(live.release);
    expect(this.store.missingObjects([live.release])).toEqual([]);
  }

  async checkNothingIsLeft(): Promise<void> {
    this.app.clock.advanceBy(48 * hour);
    await this.#cleanUp({ kind: 'cleanUp', crash: null, terminated: null, publishAt: null });
    const state = this.app.targets.stateOf('blog');
    if (!state.live) return;
    const { kept } = neededReleases([state], keep);
    expect(new Set(this.store.manifests)).toEqual(kept);
    const needed = [...kept].flatMap(
      (release) => this.app.releases.manifests.get(`blog/${release}`)?.files ?? [],
    );
    expect(new Set(this.store.objects)).toEqual(new Set(needed.map(({ sha256 }) => sha256)));
  }

  #publish(content: number): void {
    if (this.store.isBeingCleaned) this.#waiting = content;
    else this.store.promote(this.#build(content));
  }

  /** Two files: one of its own kind, and one that it shares with the next kind. */
  #build(content: number): string {
    const release = `r${this.#releases++}`;
    this.store.build(release, { 'index.html': `a${content}`, 'style.css': `b${Math.floor(content / 2)}` });
    return release;
  }

  async #cleanUp({ crash, terminated, publishAt }: Extract<Step, { kind: 'cleanUp' }>): Promise<void> {
    const { app } = this;
    const list = app.storedItems.list.bind(app.storedItems);
    let looks = 0;
    app.storedItems.list = async (shelf, cursor) => {
      const page = await list(shelf, cursor);
      if (publishAt && looks++ === publishAt.look) this.#publish(publishAt.content);
      return page;
    };
    if (crash)
      app.host.crashAt(crash.point as 'betweenCommits', { instanceId: 'clean-up', turn: crash.turn });
    await app.begin('cleanUp', { retention }, 'clean-up');
    if (terminated !== null) {
      const isOver = (): boolean => app.status('clean-up').runtimeStatus === 'Completed';
      await app.advanceUntil(() => looks >= terminated || isOver());
      if (!isOver()) await app.engine.client.terminate('clean-up', 'as the test wants it');
    }
    await app.host.waitFor('clean-up');
    app.storedItems.list = list;
    // The lane waits until the clean-up ends, or its time has passed.
    if (this.store.isBeingCleaned) app.clock.advanceBy(16 * 60_000);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) this.#publish(waiting);
  }
}

it('storage holds what retention says, however publishes, clean-ups and crashes come between each other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const world = new World(await startTestApp([aSite()], { allow: ['inFlightAtCrash'] }));
      for (const next of steps) {
        await world.take(next);
        world.checkLive();
      }
      await world.checkNothingIsLeft();
      await world.app.host.stop();
    }),
    { numRuns: 12, seed: 9, endOnFailure: true },
  );
});
