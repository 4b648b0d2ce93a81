import { describe, expect, it } from 'vitest';
import { aSite } from '../../support/builders.ts';
import { CrashWorld, crashes } from './crash-world.ts';

describe('a publish that is cancelled', () => {
  it.each(crashes)(
    'leaves what is live as it is while it builds, though the engine dies %s',
    async (_, crash) => {
      const world = await CrashWorld.start();
      const { app } = world;
      await world.push('a1', { 'index.html': 'a1' });
      await world.settle();
      world.crashesAt(crash);
      const run = await world.push('a2', { 'index.html': 'a2' });
      await app.advanceUntil(() => app.containers.groups.size === 1);
      await world.cancel(run);
      await world.settle();

      expect(world.statusOf(run)).toBe('cancelled');
      world.checkLive('a1');
      world.checkNothingIsLeft();
      world.checkDoneOnce();
    },
  );

  it.each(crashes)(
    'gives its place away while it waits for room, though the engine dies %s',
    async (_, crash) => {
      const world = await CrashWorld.start([aSite('blog'), aSite('docs')]);
      const { app } = world;
      await world.push('a1', { 'index.html': 'a1' });
      await world.settle();
      app.containers.quota = { groups: 1, cores: 10 };
      world.crashesAt(crash);
      const other = await world.push('d1', { 'index.html': 'd1' }, 'docs');
      await app.advanceUntil(() => app.containers.groups.size === 1);
      const run = await world.push('a2', { 'index.html': 'a2' });
      await app.advanceUntil(() => app.budget.state.tickets.some(({ share }) => share === 'blog'));
      await world.cancel(run);
      await world.settle();

      expect([run, other].map((id) => world.statusOf(id))).toEqual(['cancelled', 'succeeded']);
      world.checkLive('a1');
      world.checkLive('d1', { site: 'docs' });
      world.checkNothingIsLeft(['blog', 'docs']);
      world.checkDoneOnce();
    },
  );
});
