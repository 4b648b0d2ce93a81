import { describe, expect, test } from 'vitest';
import { PromotionBench } from '../../support/promotion-bench.ts';

const files = { 'index.html': 'i', 'a.css': 'a' };

/** A run `late` has planned its promotion; then another takes the claim over. */
async function aTakenClaim(): Promise<PromotionBench> {
  const bench = new PromotionBench();
  await bench.promote({ runId: 'first', files: { 'index.html': 'first', 'gone.html': 'g' } });
  await bench.claim({ runId: 'late', files });
  await bench.plan({ runId: 'late' });
  await bench.claim({ runId: 'next', files });
  bench.releases.changes.length = 0;
  return bench;
}

describe('an activity that Azure repeats after its run has lost the claim', () => {
  test.each(['assets', 'pages', 'removals'] as const)('changes none of the files: %s', async (part) => {
    const bench = await aTakenClaim();
    const chunk = { target: bench.target, runId: 'late', part, chunk: 0 };
    expect(await bench.call('applyPromotionChunk', chunk)).toMatchObject({ kind: 'failed', final: true });
    expect(bench.releases.changes).toEqual([]);
  });

  test('leaves the live pointer alone', async () => {
    const bench = await aTakenClaim();
    expect(await bench.complete({ runId: 'late' })).toMatchObject({ kind: 'live' });
    expect(bench.targets.stateOf('blog')).toMatchObject({
      live: { runId: 'first' },
      promoting: { runId: 'next' },
    });
  });

  test('gives back no claim of another', async () => {
    const bench = await aTakenClaim();
    await bench.call('abandonPromotion', { target: bench.target, runId: 'late' });
    expect(bench.targets.stateOf('blog').promoting?.runId).toBe('next');
  });
});

test('a chunk stops in its middle when its run loses the claim meanwhile', async () => {
  const bench = new PromotionBench();
  const pages = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`${n}.html`, 'x']));
  await bench.claim({ runId: 'late', files: pages });
  await bench.plan({ runId: 'late' });
  bench.releases.beforeChange = () => {
    bench.clock.advanceBy(1_000);
    const { promoting } = bench.targets.stateOf('blog');
    if (bench.releases.changes.length === 10 && promoting)
      bench.targets.put('blog', { promoting: { ...promoting, runId: 'next' } });
  };
  const chunk = { target: bench.target, runId: 'late', part: 'pages', chunk: 0 } as const;
  expect(await bench.call('applyPromotionChunk', chunk)).toMatchObject({ kind: 'failed', final: true });
  expect(bench.releases.changes.length).toBeGreaterThanOrEqual(10);
  expect(bench.releases.changes.length).toBeLessThanOrEqual(13);
});

describe('a run that wants to promote', () => {
  test('waits for the one that does', async () => {
    const bench = new PromotionBench();
    bench.runs.add('holder', 'publishSite');
    await bench.claim({ runId: 'holder', files });
    expect(await bench.claim({ runId: 'next', files })).toEqual({ kind: 'busy', runId: 'holder' });
    expect(await bench.claim({ runId: 'holder', files })).toEqual({ kind: 'claimed' });
  });

  test('takes the claim of a suspended one over after ten minutes', async () => {
    const bench = new PromotionBench();
    bench.runs.add('holder', 'publishSite', { runtimeStatus: 'Suspended' });
    await bench.claim({ runId: 'holder', files });
    bench.clock.advanceBy(9.9 * 60_000);
    expect(await bench.claim({ runId: 'next', files })).toEqual({ kind: 'busy', runId: 'holder' });
    bench.clock.advanceBy(0.2 * 60_000);
    expect(await bench.claim({ runId: 'next', files })).toEqual({ kind: 'claimed' });
  });

  test('finds itself cancelled', async () => {
    const bench = new PromotionBench();
    await bench.documents.markCancelled('next', 'not wanted');
    expect(await bench.claim({ runId: 'next', files })).toEqual({ kind: 'cancelled', message: 'not wanted' });
    expect(bench.targets.stateOf('blog').promoting).toBeUndefined();
  });
});

describe('a purge', () => {
  test('that fails is made good by the next publish, even one that changes nothing', async () => {
    const bench = new PromotionBench();
    await bench.promote({ runId: 'first', files });
    bench.cdn.isOut = true;
    await expect(bench.call('purgeCdn', { target: bench.target, waitSeconds: 1 })).rejects.toThrow('out');
    bench.cdn.isOut = false;
    expect(await bench.promote({ runId: 'next', files })).toMatchObject({ changed: 0 });
    await bench.call('purgeCdn', { target: bench.target, waitSeconds: 1 });
    expect(bench.cdn.purged.map(({ paths }) => paths)).toEqual([['/', '/a.css', '/index.html']]);
  });

  test('that went through is not asked for again', async () => {
    const bench = new PromotionBench();
    await bench.promote({ runId: 'first', files });
    for (let time = 0; time < 2; time++)
      await bench.call('purgeCdn', { target: bench.target, waitSeconds: 1 });
    expect(bench.cdn.purged).toHaveLength(1);
  });

  test('does not count for what changed while it was under way', async () => {
    const bench = new PromotionBench();
    await bench.promote({ runId: 'first', files });
    const purge = bench.cdn.purge.bind(bench.cdn);
    bench.cdn.purge = async (target, paths) => {
      await bench.promote({ runId: 'meanwhile', files: { ...files, 'index.html': 'newer' } });
      return purge(target, paths);
    };
    await bench.call('purgeCdn', { target: bench.target, waitSeconds: 1 });
    expect(bench.targets.stateOf('blog').unpurged?.scope).toContain('/index.html');
  });
});
