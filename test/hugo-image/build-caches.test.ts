import { execFile } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Sandbox } from '../../hugo-image/build-site/sandbox/sandbox.ts';
import { packCaches, restoreCaches } from '../../hugo-image/build-site/site/build-caches.ts';
import { build, buildSurroundings, namesIn, publishedText, temporaryDirectory } from './build-fixture.ts';
import { testImage } from './test-image.ts';

const run = promisify(execFile);
const site = {
  'config.yaml': 'disableKinds: [taxonomy, term, RSS, sitemap]\n',
  'assets/dot.png': testImage(64, 64),
  'layouts/index.html': '{{ ((resources.Get "dot.png").Resize "32x").RelPermalink }}',
};

describe('what builds leave for the next', () => {
  test('is kept once, found by the next build, and changes nothing of the release', async () => {
    const { store, callback, env } = await buildSurroundings(site);
    await build(env);
    expect(await namesIn(store.container, 'caches/')).toEqual(['caches/publish-blog-1-1.tar.gz']);
    const { lines } = await build({ ...env, SLIPWAY_ATTEMPT: '2' });
    expect(lines.join('\n')).not.toContain('cache');
    expect(await namesIn(store.container, 'caches/')).toHaveLength(1);
    const [one, other] = callback.reports().map(({ result }) => result as { release?: string });
    expect(other).toMatchObject({ kind: 'succeeded', release: one?.release });
  });

  test('that is broken is not used, and the build goes on', async () => {
    const { store, env } = await buildSurroundings(site);
    await store.container.getBlockBlobClient('caches/zzz.tar.gz').upload('no archive', 10);
    const { exitCode, lines } = await build(env);
    expect(exitCode).toBe(0);
    expect(lines.join('\n')).toContain('the cache of earlier builds is not used: incorrect header check');
    expect(await publishedText(store.container, 'index.html')).toContain('dot_hu');
    expect(await namesIn(store.container, 'caches/')).toContain('caches/publish-blog-1-1.tar.gz');
  });
});

describe('an archive of caches', () => {
  test('brings back what was packed, and is not packed again', async () => {
    const first = await sandbox();
    await mkdir(first.path('cache/images'));
    await writeFile(first.path('cache/images/a.png'), 'pixels');
    const packed = (await packCaches('', first, () => undefined)) ?? '';
    const second = await sandbox();
    const before = await restoreCaches(createReadStream(packed), second, () => undefined);
    expect(await readdir(second.path('cache/images'))).toEqual(['a.png']);
    expect(await packCaches(before, second, () => undefined)).toBeUndefined();
    await writeFile(second.path('cache/images/b.png'), 'more');
    expect(await packCaches(before, second, () => undefined)).toBeDefined();
  });

  test.each<[string, (folder: string) => Promise<Readable>]>([
    [
      'a link',
      async (folder) => {
        await mkdir(path.join(folder, 'images'));
        await symlink('/etc', path.join(folder, 'images/etc'));
        return archiveOf(folder, ['images']);
      },
    ],
    [
      'a path that leads out',
      async (folder) => {
        await writeFile(path.join(folder, 'escaped'), 'x');
        return archiveOf(folder, ['--transform=s,^,../../../,', 'escaped']);
      },
    ],
    [
      'an end that is missing',
      async (folder) => {
        await mkdir(path.join(folder, 'images'));
        await writeFile(path.join(folder, 'images/a'), Buffer.alloc(1_000_000, 'x'));
        const whole = await buffer(await archiveOf(folder, ['images']));
        return Readable.from([whole.subarray(0, -20)]);
      },
    ],
  ])('with %s is thrown away', async (_what, make) => {
    const target = await sandbox();
    const lines: string[] = [];
    const before = await restoreCaches(await make(await temporaryDirectory()), target, (line) =>
      lines.push(line),
    );
    expect(before).toBe('');
    expect(lines).toEqual([expect.stringContaining('the cache of earlier builds is not used')]);
    expect(await readdir(target.path('cache'))).toEqual([]);
    expect(existsSync(path.join(os.tmpdir(), 'escaped'))).toBe(false);
  });

  test('that grows beyond its bound is thrown away', async () => {
    const target = await sandbox();
    const lines: string[] = [];
    const folder = await temporaryDirectory();
    await mkdir(path.join(folder, 'images'));
    await writeFile(path.join(folder, 'images/a'), Buffer.alloc(9_000_000));
    const bomb = await archiveOf(folder, ['images']);
    expect(await restoreCaches(bomb, target, (line) => lines.push(line), 3_000_000)).toBe('');
    expect(lines.join()).toContain('it has more than 3 MB');
  });
});

async function sandbox(): Promise<Sandbox> {
  const { signal } = new AbortController();
  const opened = await Sandbox.open({ env: { PATH: process.env.PATH }, signal, log: () => undefined });
  onTestFinished(() => opened.remove());
  return opened;
}

async function archiveOf(folder: string, args: string[]): Promise<Readable> {
  const file = path.join(await temporaryDirectory(), 'caches.tar.gz');
  await run('tar', ['-cz', '-P', '-f', file, ...args], { cwd: folder });
  return createReadStream(file);
}
