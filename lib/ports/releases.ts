import type { BuildReport, Manifest, ReleaseFile } from '../../contract/build.ts';
import type { SiteState } from '../../contract/releases.ts';
import type { Site } from '../../contract/sites.ts';

/** Built versions of sites and the files that are live. */
export interface Releases {
  /** A URL with which a build container can read what is stored of this site, or also add to it. Nothing can be overwritten. */
  grant(site: string, access: 'read' | 'add', expiresAt: Date): Promise<string>;
  readManifest(site: string, release: string): Promise<Manifest | undefined>;
  /** What the build container left about its end, should its callback have been lost. */
  readBuildReport(site: string, runId: string, attempt: number): Promise<BuildReport | undefined>;
  /** Writes objects to the site's public container, each with the headers of its manifest entry. */
  copyToSite(site: Site, files: readonly ReleaseFile[]): Promise<void>;
  /** Deletes files of the site's public container; absent ones are fine. */
  deleteFromSite(site: Site, paths: readonly string[]): Promise<void>;
  readSiteState(site: string): Promise<{ state: SiteState; etag: string | undefined }>;
  /** Writes only if the state is still the one of `etag` (undefined: none exists). */
  writeSiteState(state: SiteState, etag: string | undefined): Promise<'written' | 'conflict'>;
}
