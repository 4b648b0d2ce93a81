/** The product's things as data: everything here is JSON and may cross a durable boundary. Times are ISO strings. */

/** What a push names. */
export type Commit = {
  repository: string;
  branch: string;
  /** 40 hex digits. */
  sha: string;
  author: string;
  message: string;
  committedAt: string;
};

/** Which commit of a site is asked for: one by its sha, or the newest of the site's branch. */
export type CommitRef = { kind: 'sha'; sha: string } | { kind: 'branchHead' };

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

/** What is live of a site, and what is on the way to be. Stored under an ETag: the only truth about it. */
export type SiteState = {
  site: string;
  live?: LiveRelease;
  /** The one publish that may change the live files now. */
  promoting?: PromotionClaim;
  /** Files no release needs, kept for open tabs until their time comes. */
  expiring: ExpiringFile[];
};

export type LiveRelease = {
  release: string;
  commit: string;
  runId: string;
  requestedAt: string;
  promotedAt: string;
};

export type PromotionClaim = {
  release: string;
  commit: string;
  runId: string;
  requestedAt: string;
  claimedAt: string;
  /** Releases whose files may be among the live ones: the live release and any promotion that was cut short. */
  baselines: string[];
};

export type ExpiringFile = { path: string; deleteAfter: string };

/** Where the CDN of a site is. */
export type CdnTarget =
  | { kind: 'frontDoor'; profile: string; endpoint: string; resourceGroup?: string; domains?: string[] }
  | { kind: 'classic'; profile: string; endpoint: string; resourceGroup?: string }
  | { kind: 'none' };

/** Region and size that one attempt asks for. */
export type Placement = { region: string; cpu: number; memoryGb: number };

/** Where the value of a secret variable comes from. Only the reference crosses durable boundaries, never the value. */
export type SecretSource =
  | { kind: 'callbackToken' }
  | { kind: 'releaseUpload'; site: string }
  | { kind: 'setting'; name: string };

/** One container to run to its end. */
export type ContainerSpec = {
  kind: 'publish' | 'job' | 'server';
  /** A short word for names and logs, `[a-z0-9-]`. */
  name: string;
  image: string;
  command?: string[];
  environment: Record<string, string>;
  secrets: Record<string, SecretSource>;
  /** Tried in order when capacity is short; at least one. */
  placements: Placement[];
  /** From the creation to the first running container. */
  provisioningDeadlineSeconds: number;
  /** From the first running container to its end. */
  runningDeadlineSeconds: number;
  /** At least 1. A new attempt is a new container group, made only for outcomes that may end otherwise. */
  maxAttempts: number;
  /** How long a failed group is kept for a look at it; 0 deletes it at once. */
  keepOnFailureMinutes: number;
};

/** How one container ended, for whatever reason. */
export type ContainerOutcome =
  | { kind: 'succeeded'; report?: BuildReport }
  | { kind: 'failed'; exitCode: number; message: string; report?: BuildReport }
  | { kind: 'imageNotAccessible'; message: string }
  | { kind: 'refused'; message: string }
  | { kind: 'capacity'; message: string }
  | { kind: 'quota'; message: string }
  | { kind: 'stuckProvisioning'; message: string }
  | { kind: 'deadlineExceeded'; message: string }
  | { kind: 'cancelled'; message: string }
  | { kind: 'vanished'; message: string }
  | { kind: 'killedByPlatform'; message: string };

/** One container group as Azure shows it, reduced to what decisions need. */
export type ContainerGroupState =
  | { kind: 'absent' }
  | {
      kind: 'present';
      provisioningState: string;
      /** Pending, Running, Stopped, Succeeded or Failed; absent until a node has reported. */
      groupState?: string;
      container?: ContainerState;
      events: ContainerEvent[];
    };

export type ContainerState = {
  state: 'waiting' | 'running' | 'terminated';
  exitCode?: number;
  detail?: string;
  startedAt?: string;
  finishedAt?: string;
  restartCount: number;
};

export type ContainerEvent = { name: string; message: string; warning: boolean; count: number };

/** A container group found by the sweep. */
export type TaggedContainerGroup = {
  name: string;
  run?: string;
  hub?: string;
  /** ISO time after which the group is an orphan whatever its run says. */
  deadline?: string;
  /** ISO time until which a failed group is kept for a look at it. */
  keepUntil?: string;
};

/** The state of a durable run as the sweep and the promotion need it. */
export type RunState = 'active' | 'ended' | 'unknown';
