/** What the build container and the app tell each other; `hugo-image/README.md` has it in words. */

/** What the build container says at its end. The first final report of an attempt counts. */
export type BuildReport =
  | {
      kind: 'succeeded';
      release: string;
      files: number;
      /** Files whose name ends in `.html` or `.htm`. */
      pages: number;
      /** Objects that the store lacked, and their bytes. */
      uploaded: number;
      bytes: number;
      generator: string;
      /** How often Hugo warned; the log has the words. */
      warnings: number;
    }
  | { kind: 'failed'; code: BuildFailureCode; message: string; exitCode: number };

export type BuildFailureCode =
  | 'site-refused'
  | 'commit-not-found'
  | 'repository-not-accessible'
  | 'upload-failed'
  | 'misconfigured'
  | 'unexpected';

/** A report on the way, for people who watch: never the base of a decision. */
export type BuildStep = 'fetching' | 'installing' | 'building' | 'uploading';

/** What the build may do in its site's release container: `read` is read and list; `add` also creates, and never changes. */
export type StorageAccess = 'read' | 'add';

/** The answer to a container that asks for its storage access. */
export type StorageGrant = {
  /** URL of the release container with a shared access signature. */
  url: string;
  /** ISO time. */
  expiresAt: string;
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
