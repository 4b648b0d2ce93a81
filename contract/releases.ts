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
