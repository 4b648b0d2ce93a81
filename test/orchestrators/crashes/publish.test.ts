import { describe, expect, it } from 'vitest';
import { CrashWorld, crashes } from './crash-world.ts';

describe('a push', () => {
  it.each(crashes)('goes live once, though the engine dies %s', async (_, crash) => {
    const world = await CrashWorld.start();
    world.crashesAt(crash);
    await world.push('a1', { 'index.html': 'a1', 'old.css': 'b1' });
    await world.settle();
    world.checkLive('a1');
    const second = await world.push('a2', { 'index.html': 'a2', 'new.css': 'b2' });
    await world.settle();

    expect(world.statusOf(second)).toBe('succeeded');
    world.checkLive('a2', { expiring: ['old.css'] });
    world.checkNothingIsLeft();
    world.checkDoneOnce();
    expect(world.app.containers.created).toHaveLength(2);
    expect(world.app.host.crashCount).toBeGreaterThan(15);
  });
});
