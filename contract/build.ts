/** One file of a release. Its bytes are the object named by `sha256`. */
export type ReleaseFile = {
  /** Relative to the site's root, with forward slashes, no leading slash. */
  path: string;
  /** 64 hex digits. */
  sha256: string;
  sizeBytes: number;
  contentType: string;
  cacheControl: string;
  contentEncoding?: string;
};

/** An immutable built version of a site. `release` names its content and commit; files are sorted by path. */
export type Manifest = {
  version: 1;
  site: string;
  release: string;
  commit: string;
  builtAt: string;
  files: ReleaseFile[];
};

/** What the build container says at its end. The first final report of an attempt counts. */
export type BuildReport =
  | { kind: 'succeeded'; release: string; files: number; uploaded: number; bytes: number; generator: string }
  | { kind: 'failed'; code: BuildFailureCode; message: string; exitCode: number };

export type BuildFailureCode =
  | 'site-refused'
  | 'commit-not-found'
  | 'repository-not-accessible'
  | 'upload-failed'
  | 'misconfigured'
  | 'unexpected';

/** A report on the way, for people who watch: never the base of a decision. */
export type BuildProgress = { step: 'fetching' | 'building' | 'uploading'; message?: string };
