import { describe, expect, it } from 'vitest';
import { aCommit, aRetention } from '../../support/builders.ts';
import { objectOf, SiteStore } from '../../support/site-store.ts';
import { CrashWorld, crashes } from './crash-world.ts';

const day = 24 * 3_600_000;

const releaseOf = (seed: string): string => `release-${aCommit(seed).sha}`;

describe('a clean-up', () => {
  it.each(crashes)(
    'leaves what retention says, and a push that comes meanwhile goes live, though the engine dies %s',
    async (_, crash) => {
      const world = await CrashWorld.start();
      const { app } = world;
      for (const seed of ['a1', 'a2', 'a3']) {
        await world.push(seed, { 'index.html': seed, [`${seed}.css`]: `b${seed}` });
        await world.settle();
      }
      app.clock.advanceBy(40 * day);
      world.crashesAt(crash);
      await world.runs.start('cleanUp', {
        id: 'clean-up',
        input: { retention: aRetention({ releases: 1 }) },
      });
      await app.advanceUntil(() => app.lanes.rows.get('blog')?.row.cleaning !== undefined || isOver());
      const pushed = await world.push('a4', { 'index.html': 'a4' });
      await app.host.waitFor('clean-up');
      await world.settle();

      function isOver(): boolean {
        return app.engine.client.status('clean-up')?.runtimeStatus === 'Completed';
      }
      expect(app.engine.client.status('clean-up')?.output).toMatchObject({ problems: [] });
      expect(world.statusOf(pushed)).toBe('succeeded');
      expect([...app.runIndex.rows.keys()]).toEqual([pushed]);
      world.checkLive('a4', { expiring: ['a3.css'] });
      world.checkNothingIsLeft();
      world.checkDoneOnce();
      const store = new SiteStore(app);
      expect(store.manifests).toEqual(['a2', 'a3', 'a4'].map(releaseOf));
      expect(store.missingObjects(store.manifests)).toEqual([]);
      expect(store.objects).toEqual(['a2', 'a3', 'a4', 'ba2', 'ba3'].map(objectOf));
    },
  );
});
