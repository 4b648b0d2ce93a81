import { describe, expect, it } from 'vitest';
import { aRetention, aSite } from '../../support/builders.ts';
import { CrashWorld, crashes } from './crash-world.ts';

const elsewhere = aSite('blog', { container: '$web', prefix: 'blog' });

describe('a site whose place in the catalog changes', () => {
  it.each(crashes)(
    'is published where it was by a run that is under way, though the engine dies %s',
    async (_, crash) => {
      const world = await CrashWorld.start();
      const { app } = world;
      world.crashesAt(crash);
      await world.push('a1', { 'index.html': 'a1', 'style.css': 'b1' });
      await app.advanceUntil(() => app.containers.groups.size === 1);
      world.edit(elsewhere);
      await world.settle();

      const { live } = world.checkLive('a1');
      expect(live?.place).toMatchObject({ container: 'site-blog', prefix: '' });
      expect([...app.releases.filesOf('$web')]).toEqual([]);
      world.checkNothingIsLeft();
      world.checkDoneOnce();
    },
  );

  it.each(crashes)(
    'moves as a whole, and its old place is cleaned later, though the engine dies %s',
    async (_, crash) => {
      const world = await CrashWorld.start();
      const { app } = world;
      await world.push('a1', { 'index.html': 'a1', 'style.css': 'b1' });
      await world.settle();
      world.edit(elsewhere);
      world.crashesAt(crash);
      await world.push('a2', { 'index.html': 'a2', 'style.css': 'b1' });
      await world.settle();

      const { live } = world.checkLive('a2', { left: ['index.html', 'style.css'] });
      expect(live?.place).toMatchObject({ container: '$web', prefix: 'blog/' });
      expect([...app.releases.filesOf('site-blog').keys()].sort()).toEqual(['index.html', 'style.css']);

      app.clock.advanceBy(elsewhere.assetGraceMinutes * 60_000);
      await world.runs.start('cleanUp', { id: 'clean-up', input: { retention: aRetention() } });
      await app.host.waitFor('clean-up');
      expect([...app.releases.filesOf('site-blog').keys()]).toEqual([]);
      world.checkLive('a2');
      world.checkNothingIsLeft();
      world.checkDoneOnce();
    },
  );
});
