import { describe, expect, test } from 'vitest';
import type { BuildReport, ReleaseFile } from '../../contract/build.ts';
import type { Place } from '../../contract/releases.ts';
import { placeOf } from '../../lib/decide/sites/target-of.ts';
import type { Releases } from '../../lib/ports/releases.ts';
import { aBuild, aFile, aManifest, aTarget, type Manifest } from '../support/builders.ts';

export type ReleasesUnderTest = {
  releases: Releases;
  /** Puts documents where a build container puts them. */
  addManifest(manifest: Manifest): Promise<void>;
  addReport(site: string, runId: string, attempt: number, report: BuildReport): Promise<void>;
  /** Names of the blobs of a container. */
  liveNames(container: string): Promise<string[]>;
  /** Files whose objects exist. */
  stored(release: string, files: Record<string, string>): Promise<ReleaseFile[]>;
};

const report: BuildReport = aBuild('one');

const freely = async (): Promise<void> => undefined;
const here = placeOf(aTarget('blog', { container: 'site-blog' }));
const below: Place = { ...here, prefix: 'docs/' };

async function filesIn(files: AsyncIterable<ReleaseFile>): Promise<ReleaseFile[]> {
  const read: ReleaseFile[] = [];
  for await (const file of files) read.push(file);
  return read;
}

/** What the app relies on of any Releases. */
export function releasesContract(name: string, make: () => Promise<ReleasesUnderTest>): void {
  describe(`releases of ${name}`, () => {
    test('find manifests and reports, and nothing where there is none', async () => {
      const { releases, addManifest, addReport } = await make();
      expect(await releases.readManifest('blog', 'one')).toBeUndefined();
      expect(await releases.readBuildReport('blog', 'run', 1)).toBeUndefined();
      const hashed = { ...aFile('a/b.html', 'b'), sha256: 'b'.repeat(64) };
      const manifest = aManifest('one', [{ ...hashed, path: 'index.html' }, hashed]);
      await addManifest(manifest);
      await addReport('blog', 'run', 2, report);
      const read = await releases.readManifest('blog', 'one');
      expect(read?.header).toEqual(manifest.header);
      expect(read && (await filesIn(read.files))).toEqual(manifest.files);
      expect(await releases.readManifest('blog', 'two')).toBeUndefined();
      expect(await releases.readBuildReport('blog', 'run', 2)).toEqual(report);
      expect(await releases.readBuildReport('blog', 'run', 1)).toBeUndefined();
    });

    test('copy files to a place and delete them, twice with the same result', async () => {
      const { releases, stored, liveNames } = await make();
      const files = await stored('one', { 'index.html': 'home', 'posts/first/index.html': 'first' });
      for (let time = 0; time < 2; time++) await releases.copyLive('blog', here, files, freely);
      expect((await liveNames('site-blog')).sort()).toEqual(['index.html', 'posts/first/index.html']);
      const paths = ['posts/first/index.html', 'never-there.css'];
      for (let time = 0; time < 2; time++) await releases.deleteLive(here, paths, freely);
      expect(await liveNames('site-blog')).toEqual(['index.html']);
      await releases.copyLive('blog', here, [], freely);
      await releases.deleteLive({ ...here, container: 'nowhere' }, ['index.html'], freely);
    });

    test('keep to the folder of a place', async () => {
      const { releases, stored, liveNames } = await make();
      const files = await stored('one', { 'index.html': 'home', 'b/%+ü.txt': 'odd' });
      await releases.copyLive('blog', here, files, freely);
      await releases.copyLive('blog', below, files, freely);
      expect(await releases.listLive(below)).toEqual(['b/%+ü.txt', 'index.html']);
      await releases.deleteLive(here, ['index.html'], freely);
      expect((await liveNames('site-blog')).sort()).toEqual([
        'b/%+ü.txt',
        'docs/b/%+ü.txt',
        'docs/index.html',
      ]);
      expect(await releases.listLive({ ...here, container: 'nowhere' })).toEqual([]);
    });

    test('change nothing more once they are told to stop', async () => {
      const { releases, stored, liveNames } = await make();
      const files = await stored('one', { 'index.html': 'home' });
      const stop = async (): Promise<void> => {
        throw new Error('stop, as the test wants it');
      };
      await expect(releases.copyLive('blog', here, files, stop)).rejects.toThrow('stop');
      await releases.copyLive('blog', here, files, freely);
      await expect(releases.deleteLive(here, ['index.html'], stop)).rejects.toThrow('stop');
      expect(await liveNames('site-blog')).toEqual(['index.html']);
    });
  });
}
