import { describe, expect, test } from 'vitest';
import type { BuildReport, Manifest } from '../../contract/build.ts';
import type { SiteState } from '../../contract/releases.ts';
import type { Releases } from '../../lib/ports/releases.ts';
import { aManifest, aSite } from '../support/builders.ts';

export type ReleasesUnderTest = {
  releases: Releases;
  /** Puts documents where a build container puts them. */
  addManifest(manifest: Manifest): Promise<void>;
  addReport(site: string, runId: string, attempt: number, report: BuildReport): Promise<void>;
  /** Paths of the live files of a container. */
  livePaths(container: string): Promise<string[]>;
  /** A manifest whose objects exist. */
  stored(release: string, files: Record<string, string>): Promise<Manifest>;
};

const report: BuildReport = {
  kind: 'succeeded',
  release: 'one',
  files: 1,
  uploaded: 1,
  bytes: 3,
  pages: 1,
  warnings: 0,
  generator: 'hugo',
};

/** What the app relies on of any Releases. */
export function releasesContract(name: string, make: () => Promise<ReleasesUnderTest>): void {
  describe(`releases of ${name}`, () => {
    test('find manifests and reports, and nothing where there is none', async () => {
      const { releases, addManifest, addReport } = await make();
      expect(await releases.readManifest('blog', 'one')).toBeUndefined();
      expect(await releases.readBuildReport('blog', 'run', 1)).toBeUndefined();
      const manifest = { ...aManifest('one', { 'index.html': 'a' }), files: [] };
      await addManifest(manifest);
      await addReport('blog', 'run', 2, report);
      expect(await releases.readManifest('blog', 'one')).toEqual(manifest);
      expect(await releases.readManifest('blog', 'two')).toBeUndefined();
      expect(await releases.readBuildReport('blog', 'run', 2)).toEqual(report);
      expect(await releases.readBuildReport('blog', 'run', 1)).toBeUndefined();
    });

    test('copy files to the live ones and delete them, twice with the same result', async () => {
      const { releases, stored, livePaths } = await make();
      const site = aSite('blog', { container: 'site-blog' });
      const { files } = await stored('one', { 'index.html': 'home', 'posts/first/index.html': 'first' });
      for (let time = 0; time < 2; time++) await releases.copyToSite(site, files);
      expect((await livePaths(site.container)).sort()).toEqual(['index.html', 'posts/first/index.html']);
      for (let time = 0; time < 2; time++) {
        await releases.deleteFromSite(site, ['posts/first/index.html', 'never-there.css']);
      }
      expect(await livePaths(site.container)).toEqual(['index.html']);
      await releases.copyToSite(site, []);
      await releases.deleteFromSite(aSite('other'), ['index.html']);
    });

    test('write the state of a site only over the one that was read', async () => {
      const { releases } = await make();
      const first = await releases.readSiteState('blog');
      expect(first).toEqual({ state: { site: 'blog', expiring: [] }, etag: undefined });
      const next: SiteState = { site: 'blog', expiring: [{ path: 'a.css', deleteAfter: '2026-01-01' }] };
      expect(await releases.writeSiteState(next, undefined)).toBe('written');
      expect(await releases.writeSiteState({ ...next, expiring: [] }, undefined)).toBe('conflict');

      const second = await releases.readSiteState('blog');
      expect(second.state).toEqual(next);
      expect(await releases.writeSiteState({ ...next, expiring: [] }, second.etag)).toBe('written');
      expect(await releases.writeSiteState(next, second.etag)).toBe('conflict');
      expect((await releases.readSiteState('blog')).state.expiring).toEqual([]);
    });

    test('let one of many simultaneous writes of a state win', async () => {
      const { releases } = await make();
      const results = await Promise.all(
        Array.from({ length: 6 }, () => releases.writeSiteState({ site: 'shop', expiring: [] }, undefined)),
      );
      expect(results.filter((result) => result === 'written')).toHaveLength(1);
    });
  });
}
