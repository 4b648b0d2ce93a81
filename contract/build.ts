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

/** The first line of a manifest; one `ReleaseFile` a line follows, sorted by path in UTF-16 code unit order. */
export type ManifestHeader = {
  version: 2;
  site: string;
  release: string;
  commit: string;
  /** ISO time. */
  builtAt: string;
  files: number;
  /** Files whose name ends in `.html` or `.htm`. */
  pages: number;
  bytes: number;
  /** Hash of `index.html` at the root. */
  frontPage?: string;
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
