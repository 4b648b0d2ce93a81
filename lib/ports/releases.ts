import type { BuildReport, ManifestHeader, ReleaseFile } from '../../contract/build.ts';
import type { Place } from '../../contract/releases.ts';

/** A manifest that is read as it comes, because it can name a hundred thousand files. */
export type ManifestReader = {
  header: ManifestHeader;
  /** Sorted by path. Throws `release-missing` at the first line that a manifest can't have. To be read once. */
  files: AsyncIterable<ReleaseFile>;
  /** For who wants the header only. */
  close(): void;
};

/** Called before each file; what it throws ends the work. */
export type BeforeEach = () => Promise<void>;

/** Built versions of sites and the files that are live. */
export interface Releases {
  /** A URL with which a build container can read what is stored of this site, or also add to it. Nothing can be overwritten. */
  grant(site: string, access: 'read' | 'add', expiresAt: Date): Promise<string>;
  /** Undefined when there is none. Throws `release-missing` when it is not valid. */
  readManifest(site: string, release: string): Promise<ManifestReader | undefined>;
  /** What the build container left about its end, should its callback have been lost. */
  readBuildReport(site: string, runId: string, attempt: number): Promise<BuildReport | undefined>;
  /**
   * Writes objects of the site's releases to a place, each with the headers of its manifest entry. Throws `release-missing` for
   * an object that is not there, or has other bytes than its name says; the next build uploads it again.
   */
  copyLive(site: string, place: Place, files: readonly ReleaseFile[], beforeEach: BeforeEach): Promise<void>;
  /** Deletes files of a place; absent ones are fine. */
  deleteLive(place: Place, paths: readonly string[], beforeEach: BeforeEach): Promise<void>;
  /** The paths of all files of a place, sorted as manifests are. */
  listLive(place: Place): Promise<string[]>;
}
