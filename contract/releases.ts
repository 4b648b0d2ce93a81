import type { Lane } from './sites.ts';

/** Where files lie and are served: the file of path P is the blob `prefix + P` of the container, at `url + P`. */
export type Place = { container: string; prefix: string; url: string };

/** Which target a state belongs to. A `Target` is one, too. */
export type TargetName = { site: string; lane: Lane };

/** What is live of a target, and what is on the way to be. Stored under an ETag: the only truth about it. */
export type TargetState = TargetName & {
  live?: LiveRelease;
  /** The one run that may change the live files now. */
  promoting?: PromotionClaim;
  /** What visitors may still get in an older version: no purge of it went through yet. */
  unpurged?: Unpurged;
  /** What was live, newest first, today's release included; no more than `longestHistory`. */
  history: PastRelease[];
};

/** `by` is the run that changed it last: a purge that began before that does not count. */
export type Unpurged = { scope: PurgeScope; by: string };

/** URL paths to purge, wildcards included, or everything below the target's URL. */
export type PurgeScope = string[] | 'all';

export type LiveRelease = PastRelease & {
  requestedAt: string;
  place: Place;
  files: number;
  pages: number;
  hasFrontPage: boolean;
};

export type PastRelease = { release: string; commit: string; runId: string; promotedAt: string };

export type PromotionClaim = {
  runId: string;
  release: string;
  commit: string;
  requestedAt: string;
  place: Place;
  claimedAt: string;
  /** Whether files may have been changed. A claim that ends before leaves nothing to repair. */
  copying: boolean;
  /** Whose files may lie among the live ones: the live release, and promotions that were cut short. */
  baselines: Baseline[];
};

export type Baseline = { release: string; place: Place };

/** Files that no release needs, kept for open tabs until their time comes. */
export type ExpiringFiles = { place: Place; deleteAfter: string; paths: string[] };

/** The parts of a promotion, in the order in which they are carried out. */
export type PromotionPart = 'assets' | 'pages' | 'removals';

/** What a plan comes to; the files stand in its chunks. */
export type PromotionSummary = {
  release: string;
  chunks: Record<PromotionPart, number>;
  /** Files that are added, replaced or deleted, those included that are deleted after their grace. */
  changed: number;
  purge: PurgeScope;
  live: Pick<LiveRelease, 'files' | 'pages' | 'hasFrontPage'>;
};
