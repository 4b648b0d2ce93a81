import type { Commit } from './commits.ts';

/** One site of the catalog, with every default filled in. A run works on the copy that it read at its beginning. */
export type Site = {
  name: string;
  /** The URL that git fetches from, without credentials. */
  repository: string;
  provider: 'github';
  branch: string;
  /** Folder of the repository in which the Hugo site lies; `.` for its root. */
  directory: string;
  /** Globs of paths outside of `directory` that concern the site, too. */
  include?: string[] | undefined;
  /** Globs of paths that do not concern the site, wherever they lie. */
  exclude?: string[] | undefined;
  /** What a push does to an older build that is still running. */
  onPush: 'finish' | 'cancel';
  /** The secret that holds a token for a private repository. */
  repositoryToken?: string | undefined;
  /** Where visitors find the site; also Hugo's base URL. Ends in a slash. */
  url: string;
  /** The blob container that is served. */
  container: string;
  /** The site's folder in that container: empty, or ending in a slash. */
  prefix: string;
  cdn: CdnTarget;
  build: SiteBuild;
  maxDeletions: number;
  assetGraceMinutes: number;
  verifySeconds: number;
};

export type SiteBuild = {
  image?: string | undefined;
  cpu: number;
  memoryGb: number;
  /** How long a build waits for its turn to create a container group. */
  queueDeadlineSeconds: number;
  deadlineSeconds: number;
  provisioningDeadlineSeconds: number;
  maxAttempts: number;
  keepOnFailureMinutes: number;
  minify: boolean;
  drafts: boolean;
  future: boolean;
  environment: Record<string, string>;
  /** Variable name to the name of the secret that holds its value. */
  secrets: Record<string, string>;
};

/** Where the CDN of a site is. */
export type CdnTarget =
  | {
      kind: 'frontDoor';
      profile: string;
      endpoint: string;
      resourceGroup?: string | undefined;
      domains?: string[] | undefined;
    }
  | { kind: 'classic'; profile: string; endpoint: string; resourceGroup?: string | undefined }
  | { kind: 'none' };

export type Lane = 'production' | 'preview';

/** Where the live files of a site have their place: the live file of path P is the blob `prefix + P` of the container. */
export type Target = {
  site: string;
  lane: Lane;
  container: string;
  /** Empty, or ending in a slash. */
  prefix: string;
  /** Ends in a slash. */
  url: string;
  cdn: CdnTarget;
};

export type CommitLookup = { kind: 'found'; commit: Commit } | { kind: 'notFound'; message: string };

export type CommitState = 'pending' | 'success' | 'failure' | 'error';

export type PurgeOutcome =
  | { kind: 'purged'; paths: number }
  | { kind: 'requested'; paths: number }
  | { kind: 'noCdn' };
