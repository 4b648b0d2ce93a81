import type { BuildReport, Manifest, ReleaseFile } from '../../../contract/build.ts';
import type { SiteState } from '../../../contract/releases.ts';
import type { Site } from '../../../contract/sites.ts';
import { SlipwayError } from '../../../lib/errors.ts';
import type { Releases } from '../../../lib/ports/releases.ts';

/** Releases in memory. The live files of a site are its manifest entries by path. */
export class FakeReleases implements Releases {
  readonly manifests = new Map<string, Manifest>();
  readonly reports = new Map<string, BuildReport>();
  readonly live = new Map<string, Map<string, ReleaseFile>>();
  readonly states = new Map<string, { state: SiteState; version: number }>();
  /** Each change of live files, in order: `copy index.html`, `delete old.css`. */
  readonly changes: string[] = [];
  /** Number of copies that fail before one works. */
  failingCopies = 0;

  /** Puts a manifest into the store, as a build container does. */
  addManifest(manifest: Manifest): void {
    this.manifests.set(`${manifest.site}/${manifest.release}`, manifest);
  }

  addReport(site: string, runId: string, attempt: number, report: BuildReport): void {
    this.reports.set(`${site}/${runId}/${attempt}`, report);
  }

  /** The live files of a site's container, by path. */
  filesOf(container: string): Map<string, ReleaseFile> {
    const files = this.live.get(container) ?? new Map<string, ReleaseFile>();
    this.live.set(container, files);
    return files;
  }

  async grant(site: string, access: 'read' | 'add', expiresAt: Date): Promise<string> {
    return `https://store.test/releases-${site}?for=${access}&expires=${expiresAt.toISOString()}&sig=secret`;
  }

  async readManifest(site: string, release: string): Promise<Manifest | undefined> {
    return this.manifests.get(`${site}/${release}`);
  }

  async readBuildReport(site: string, runId: string, attempt: number): Promise<BuildReport | undefined> {
    return this.reports.get(`${site}/${runId}/${attempt}`);
  }

  async copyToSite(site: Site, files: readonly ReleaseFile[]): Promise<void> {
    if (this.failingCopies > 0) {
      this.failingCopies--;
      throw new SlipwayError('azure-unavailable', 'The store is out, as the test wants it.');
    }
    for (const file of files) {
      this.filesOf(site.container).set(file.path, file);
      this.changes.push(`copy ${file.path}`);
    }
  }

  async deleteFromSite(site: Site, paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      this.filesOf(site.container).delete(path);
      this.changes.push(`delete ${path}`);
    }
  }

  async readSiteState(site: string): Promise<{ state: SiteState; etag: string | undefined }> {
    const stored = this.states.get(site);
    return stored
      ? { state: structuredClone(stored.state), etag: String(stored.version) }
      : { state: { site, expiring: [] }, etag: undefined };
  }

  async writeSiteState(state: SiteState, etag: string | undefined): Promise<'written' | 'conflict'> {
    const stored = this.states.get(state.site);
    if ((stored ? String(stored.version) : undefined) !== etag) return 'conflict';
    this.states.set(state.site, { state: structuredClone(state), version: (stored?.version ?? 0) + 1 });
    return 'written';
  }
}
