import { describe, expect, test } from 'vitest';
import { placeOf } from '../../../lib/decide/sites/target-of.ts';
import { aFile, aManifest, aTarget } from '../../support/builders.ts';
import { PromotionBench } from '../../support/promotion-bench.ts';

const site = { 'index.html': 'i', 'a.html': 'a', 'main.css': 'c' };

/** A bench on which `site` is live. */
async function aLiveSite(files: Record<string, string> = site): Promise<PromotionBench> {
  const bench = new PromotionBench();
  await bench.promote({ runId: 'first', files });
  return bench;
}

function numbered(count: number, name: (n: number) => string): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, n) => [name(n), 'x']));
}

describe('planning a promotion', () => {
  test('copies what changed, deletes pages and lets assets expire', async () => {
    const bench = await aLiveSite();
    const planned = await bench.promote({ runId: 'next', files: { 'index.html': 'new', 'new.css': 'n' } });
    expect(planned).toEqual({
      kind: 'planned',
      chunks: { assets: 1, pages: 1, removals: 1 },
      changed: 4,
    });
    expect(await bench.plans.readChunk('next', 'assets', 0)).toEqual({ copy: [aFile('new.css', 'n')] });
    expect(await bench.plans.readChunk('next', 'pages', 0)).toEqual({ copy: [aFile('index.html', 'new')] });
    expect(await bench.plans.readChunk('next', 'removals', 0)).toEqual({ remove: ['a.html'] });
    expect(bench.targets.expiringOf('blog')).toEqual([
      {
        place: expect.objectContaining({ container: 'site-blog' }),
        deleteAfter: '2026-01-01T01:00:00.000Z',
        paths: ['main.css'],
      },
    ]);
    expect(bench.targets.stateOf('blog').unpurged?.scope).toEqual(
      expect.arrayContaining(['/a.html', '/new.css']),
    );
  });

  test('gives the same plan when it is asked for again', async () => {
    const bench = await aLiveSite();
    await bench.claim({ runId: 'next', files: { 'index.html': 'new' } });
    const first = await bench.plan({ runId: 'next' });
    const stored = structuredClone([bench.plans.documents, bench.targets.expiringOf('blog')]);
    bench.clock.advanceBy(60_000);
    expect(await bench.plan({ runId: 'next' })).toEqual(first);
    expect([bench.plans.documents, bench.targets.expiringOf('blog')]).toEqual(stored);
  });

  test('puts no more than 500 files or 64 MB into a chunk, and a larger file into one of its own', async () => {
    const bench = new PromotionBench();
    const megabyte = 1024 * 1024;
    const small = Object.entries(numbered(1_001, (n) => `small/${n}.css`)).map(([path]) => aFile(path, 'x'));
    const middle = [1, 2, 3].map((n) => ({ ...aFile(`z/${n}.mp4`, 'x'), sizeBytes: 30 * megabyte }));
    const large = { ...aFile('film.mp4', 'x'), sizeBytes: 2_048 * megabyte };
    await bench.claim({ runId: 'next' });
    bench.releases.addManifest(aManifest('release-next', [large, ...small, ...middle]));
    const planned = await bench.plan({ runId: 'next' });
    if (planned.kind !== 'planned') throw new Error(planned.message);
    const sizes: Array<[number, number]> = [];
    for (let n = 0; n < planned.chunks.assets; n++) {
      const chunk = await bench.plans.readChunk('next', 'assets', n);
      const files = 'copy' in chunk ? chunk.copy : [];
      sizes.push([files.length, files.reduce((sum, file) => sum + file.sizeBytes, 0)]);
    }
    expect(sizes.map(([count]) => count).sort((one, other) => one - other)).toEqual([1, 1, 3, 500, 500]);
    for (const [count, bytes] of sizes) expect(count === 1 || bytes <= 64 * megabyte).toBe(true);
  });

  test('of the release that is live copies what somebody removed from there', async () => {
    const bench = await aLiveSite();
    await bench.releases.deleteLive(placeOf(aTarget()), ['a.html', 'main.css'], async () => undefined);
    await bench.claim({ runId: 'again', release: 'release-first', files: site });
    expect(await bench.plan({ runId: 'again' })).toMatchObject({ kind: 'planned', changed: 2 });
    expect(await bench.plans.readChunk('again', 'pages', 0)).toEqual({ copy: [aFile('a.html', 'a')] });
    expect(await bench.plans.readChunk('again', 'assets', 0)).toEqual({ copy: [aFile('main.css', 'c')] });
  });

  test('copies every file when it is forced', async () => {
    const bench = await aLiveSite();
    await bench.claim({ runId: 'again', release: 'release-first', files: site });
    expect(await bench.plan({ runId: 'again', force: true })).toMatchObject({ kind: 'planned', changed: 3 });
  });

  test('is refused to a run that does not hold the claim', async () => {
    const bench = new PromotionBench();
    await expect(bench.plan({ runId: 'stranger' })).rejects.toMatchObject({ code: 'claim-lost' });
  });

  test('is refused when its own release is missing, and leaves nothing to be repaired', async () => {
    const bench = await aLiveSite();
    await bench.claim({ runId: 'next', files: site });
    bench.releases.manifests.delete('blog/release-next');
    expect(await bench.plan({ runId: 'next' })).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('"release-next"'),
    });
    await bench.call('abandonPromotion', { target: bench.target, runId: 'next' });
    expect(bench.targets.stateOf('blog').promoting).toBeUndefined();
  });

  test('finds itself cancelled until it begins to copy', async () => {
    const bench = await aLiveSite();
    await bench.claim({ runId: 'next', files: { 'index.html': 'new' } });
    await bench.documents.markCancelled('next', 'not wanted');
    expect(await bench.plan({ runId: 'next' })).toEqual({ kind: 'cancelled', message: 'not wanted' });
    await bench.call('abandonPromotion', { target: bench.target, runId: 'next' });
    expect(bench.targets.stateOf('blog').promoting).toBeUndefined();
  });
});

describe('a release that would take much of the live site away', () => {
  test('is refused without its front page, and goes live when forced', async () => {
    const bench = await aLiveSite();
    await bench.claim({ runId: 'next', files: { 'feed.xml': 'f' } });
    expect(await bench.plan({ runId: 'next' })).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('"force": true'),
    });
    expect(bench.live()).toEqual({ 'index.html': 'i', 'a.html': 'a', 'main.css': 'c' });
    expect(await bench.plan({ runId: 'next', force: true })).toMatchObject({ kind: 'planned' });
  });

  test('is refused when it deletes more files than the site allows', async () => {
    const bench = await aLiveSite({ ...site, ...numbered(10, (n) => `old/${n}.css`) });
    await bench.claim({ runId: 'next', files: site });
    expect(await bench.plan({ runId: 'next', maxDeletions: 9 })).toMatchObject({ kind: 'refused' });
    expect(await bench.plan({ runId: 'next', maxDeletions: 10 })).toMatchObject({ kind: 'planned' });
  });
});

describe('a target that moves', () => {
  const moved = aTarget('blog', { container: 'new-place', prefix: 'docs' });

  test('is published whole at the new place, and the files of the old one go after the grace', async () => {
    const bench = await aLiveSite();
    const planned = await bench.promote({ runId: 'next', files: site, target: moved });
    expect(planned.changed).toBe(3);
    expect(bench.live(moved)).toEqual(bench.live());
    expect(bench.targets.expiringOf('blog')).toMatchObject([
      { place: { container: 'site-blog', prefix: '' }, paths: ['a.html', 'index.html', 'main.css'] },
    ]);
    expect(bench.targets.stateOf('blog').unpurged?.scope).toBe('all');
    bench.clock.advanceBy(3_600_000);
    await bench.call('deleteExpiredFiles', { target: moved, runId: 'clean-up' });
    expect(bench.live()).toEqual({});
    expect(Object.keys(bench.live(moved))).toEqual(['a.html', 'index.html', 'main.css']);
  });

  test('and comes back before the old files went is whole again', async () => {
    const bench = await aLiveSite();
    await bench.promote({ runId: 'away', files: site, target: moved });
    await bench.promote({ runId: 'back', files: { 'index.html': 'new', 'main.css': 'c' } });
    bench.clock.advanceBy(2 * 3_600_000);
    for (let more = true; more; )
      ({ more } = await bench.call('deleteExpiredFiles', { target: bench.target, runId: 'clean-up' }));
    expect(bench.live()).toEqual({ 'index.html': 'new', 'main.css': 'c' });
    expect(bench.live(moved)).toEqual({});
  });

  test('while a move before it was cut short leaves nothing behind at either place', async () => {
    const bench = await aLiveSite();
    await bench.claim({ runId: 'cut', files: { ...site, 'extra.html': 'x' }, target: moved });
    await bench.plan({ runId: 'cut', target: moved });
    await bench.apply({ runId: 'cut', target: moved });
    const last = aTarget('blog', { container: 'last-place' });
    await bench.promote({ runId: 'next', files: site, target: last });
    bench.clock.advanceBy(3_600_000);
    for (let more = true; more; )
      ({ more } = await bench.call('deleteExpiredFiles', { target: last, runId: 'clean-up' }));
    expect([bench.live(), bench.live(moved)]).toEqual([{}, {}]);
    expect(Object.keys(bench.live(last))).toHaveLength(3);
  });

  test('only in its URL copies nothing, and purges everything', async () => {
    const bench = await aLiveSite();
    await bench.call('purgeCdn', { target: bench.target, waitSeconds: 1 });
    const target = aTarget('blog', { url: 'https://other.example.com/blog/' });
    expect(await bench.promote({ runId: 'next', files: site, target })).toMatchObject({ changed: 0 });
    await bench.call('purgeCdn', { target, waitSeconds: 1 });
    expect(bench.cdn.purged.at(-1)?.paths).toEqual(['/blog', '/blog/*']);
  });
});

describe('what somebody removed by hand is healed by the next publish', () => {
  test('the manifest of the live release: everything is copied, what is too much goes', async () => {
    const bench = await aLiveSite();
    bench.releases.manifests.clear();
    bench.releases.putLive(bench.target, [aFile('stray.html', 's')]);
    expect(await bench.promote({ runId: 'next', files: site })).toMatchObject({ changed: 4 });
    expect(bench.live()).toEqual({ 'index.html': 'i', 'a.html': 'a', 'main.css': 'c' });
  });

  test('the manifest of a promotion that was cut short', async () => {
    const bench = await aLiveSite();
    await bench.claim({ runId: 'cut', files: { ...site, 'extra.html': 'x' } });
    await bench.plan({ runId: 'cut' });
    await bench.apply({ runId: 'cut' });
    bench.releases.manifests.delete('blog/release-cut');
    await bench.promote({ runId: 'next', files: site });
    expect(bench.live()).toEqual({ 'index.html': 'i', 'a.html': 'a', 'main.css': 'c' });
  });

  test('but never more than the site allows', async () => {
    const bench = await aLiveSite();
    bench.releases.manifests.clear();
    bench.releases.putLive(
      bench.target,
      ['s', 't'].map((name) => aFile(`${name}.html`, name)),
    );
    await bench.claim({ runId: 'next', files: site });
    expect(await bench.plan({ runId: 'next', maxDeletions: 1 })).toMatchObject({ kind: 'refused' });
  });
});

test('deleting assets at once takes what goes now and what waits for its grace, and purges it', async () => {
  const bench = await aLiveSite({ ...site, 'secret.pdf': 's', 'old.css': 'o' });
  await bench.promote({ runId: 'without-css', files: { ...site, 'secret.pdf': 's' } });
  await bench.call('purgeCdn', { target: bench.target, waitSeconds: 1 });
  expect(Object.keys(bench.live())).toContain('old.css');
  await bench.promote({ runId: 'next', files: site, deleteAssetsAtOnce: true });
  expect(Object.keys(bench.live())).toEqual(['a.html', 'index.html', 'main.css']);
  await bench.call('purgeCdn', { target: bench.target, waitSeconds: 1 });
  expect(bench.cdn.purged.at(-1)?.paths).toEqual(['/old.css', '/secret.pdf']);
});
