import { describe, expect, test } from 'vitest';
import { aFile, aSite } from '../../support/builders.ts';
import { PromotionBench } from '../../support/promotion-bench.ts';

const hour = 3_600_000;
const page = { 'index.html': 'i' };

/** A site that lost `old.css` and `secret.pdf`; their grace is over. */
async function aSiteWithExpired(): Promise<PromotionBench> {
  const bench = new PromotionBench();
  await bench.promote({ runId: 'first', files: { ...page, 'old.css': 'o', 'secret.pdf': 's' } });
  await bench.promote({ runId: 'second', files: page });
  await bench.call('purgeCdn', { target: bench.target, waitSeconds: 1 });
  bench.cdn.purged.length = 0;
  bench.clock.advanceBy(hour);
  return bench;
}

const cleanUp = (bench: PromotionBench) =>
  bench.call('deleteExpiredFiles', { target: bench.target, runId: 'clean-up' });

describe('files whose grace is over', () => {
  test('are deleted and purged', async () => {
    const bench = await aSiteWithExpired();
    expect(await cleanUp(bench)).toEqual({ deleted: 2, more: false });
    expect(bench.live()).toEqual({ 'index.html': 'i' });
    expect(bench.cdn.purged.map(({ paths }) => paths)).toEqual([['/old.css', '/secret.pdf']]);
    expect(bench.targets.expiringOf('blog')).toEqual([]);
    expect(bench.targets.stateOf('blog')).not.toHaveProperty('promoting');
    expect(await cleanUp(bench)).toEqual({ deleted: 0, more: false });
  });

  test('stay until then', async () => {
    const bench = new PromotionBench();
    await bench.promote({ runId: 'first', files: { ...page, 'old.css': 'o' } });
    await bench.promote({ runId: 'second', files: page });
    bench.clock.advanceBy(hour - 1);
    expect(await cleanUp(bench)).toEqual({ deleted: 0, more: false });
    expect(Object.keys(bench.live())).toContain('old.css');
  });

  test('stay when the live release has them again', async () => {
    const bench = await aSiteWithExpired();
    await bench.promote({ runId: 'third', files: { ...page, 'old.css': 'o' } });
    expect(await cleanUp(bench)).toMatchObject({ deleted: 1 });
    expect(Object.keys(bench.live())).toEqual(['index.html', 'old.css']);
  });

  test('stay for their second grace when they came back and went again', async () => {
    const bench = await aSiteWithExpired();
    await bench.promote({ runId: 'third', files: { ...page, 'old.css': 'o' } });
    await bench.promote({ runId: 'fourth', files: page });
    expect(await cleanUp(bench)).toMatchObject({ deleted: 1 });
    expect(Object.keys(bench.live())).toContain('old.css');
    bench.clock.advanceBy(hour);
    expect(await cleanUp(bench)).toMatchObject({ deleted: 1 });
    expect(bench.live()).toEqual({ 'index.html': 'i' });
  });

  test('stay while somebody promotes', async () => {
    const bench = await aSiteWithExpired();
    await bench.claim({ runId: 'next', files: page });
    expect(await cleanUp(bench)).toEqual({ deleted: 0, more: false });
    expect(bench.targets.stateOf('blog').promoting?.runId).toBe('next');
  });

  test('are deleted in shares of a bounded size', async () => {
    const bench = new PromotionBench();
    const many = Object.fromEntries(Array.from({ length: 2_100 }, (_, n) => [`${n}.css`, 'x']));
    await bench.promote({ runId: 'first', files: { ...page, ...many } });
    await bench.promote({ runId: 'second', files: page, maxDeletions: 10_000 });
    bench.clock.advanceBy(hour);
    expect(await cleanUp(bench)).toEqual({ deleted: 2_000, more: true });
    expect(await cleanUp(bench)).toEqual({ deleted: 100, more: false });
  });

  test('are left to the site that has their place now', async () => {
    const bench = await aSiteWithExpired();
    bench.catalogs.list.push(aSite('shop', { container: 'site-blog' }));
    bench.releases.putLive(bench.target, [aFile('old.css', 'of the shop')]);
    expect(await cleanUp(bench)).toEqual({ deleted: 0, more: false });
    expect(Object.keys(bench.live())).toContain('old.css');
  });

  test('that cannot be purged are, by the next publish', async () => {
    const bench = await aSiteWithExpired();
    bench.cdn.isOut = true;
    expect(await cleanUp(bench)).toMatchObject({ deleted: 2 });
    expect(bench.logged).toEqual([expect.stringContaining('not purged yet')]);
    bench.cdn.isOut = false;
    await bench.promote({ runId: 'third', files: page });
    await bench.call('purgeCdn', { target: bench.target, waitSeconds: 1 });
    expect(bench.cdn.purged.map(({ paths }) => paths)).toEqual([['/old.css', '/secret.pdf']]);
  });

  test('are all deleted when the first try dies in the middle, and a publish may come between', async () => {
    for (const between of [false, true]) {
      const bench = await aSiteWithExpired();
      bench.releases.beforeChange = (change) => {
        if (change === 'delete secret.pdf') throw new Error('The process dies, as the test wants it.');
      };
      await expect(cleanUp(bench)).rejects.toThrow('dies');
      bench.releases.beforeChange = () => undefined;
      if (between) await bench.promote({ runId: 'third', files: { ...page, 'old.css': 'o' } });
      await cleanUp(bench);
      const left = between ? ['index.html', 'old.css'] : ['index.html'];
      expect(Object.keys(bench.live())).toEqual(left);
    }
  });
});
