import type { BuildReport } from './build.ts';
import type { Cancelled } from './cancellation.ts';
import type { CommitRef } from './commits.ts';
import type { CommitLookup, CommitState, PurgeOutcome, Site, Target } from './sites.ts';

/** What goes into and comes out of each activity about sites. */
export type SiteActivities = {
  /** The site as the catalog has it now. */
  getSite(input: {
    site: string;
  }):
    | { kind: 'known'; site: Site; target: Target; hugoImage: string; locations: string[] }
    | { kind: 'unknown'; message: string };
  /** The commit to publish, unless the run was cancelled meanwhile. */
  fetchCommit(input: { site: Site; ref: CommitRef; runId: string }): CommitLookup | Cancelled;
  /** Reports on the commit's page; a provider that does not answer never fails a publish. */
  reportCommitStatus(input: {
    site: Site;
    runId: string;
    sha: string;
    state: CommitState;
    description: string;
  }): { kind: 'reported' } | { kind: 'notReported'; message: string };
  /** What the build container left about its end, when its callback did not arrive. */
  readBuildReport(input: { site: string; runId: string }): { report?: BuildReport };
  /** Makes this run the only one that may change the live files of its site. */
  claimPromotion(input: {
    site: string;
    runId: string;
    release: string;
    commit: string;
    requestedAt: string;
  }): { kind: 'claimed' } | { kind: 'busy'; runId: string } | { kind: 'superseded'; by: string } | Cancelled;
  /** Compares the release with what is live and stores the plan beside the run. */
  planPromotion(input: {
    site: string;
    runId: string;
  }):
    | { kind: 'planned'; assetChunks: number; pageChunks: number; changed: number }
    | { kind: 'refused'; message: string };
  /** Copies one chunk of the plan. Never throws: it is one branch of a fan-out. */
  applyPromotionChunk(input: {
    site: string;
    runId: string;
    part: 'assets' | 'pages';
    chunk: number;
  }): { kind: 'applied' } | { kind: 'failed'; message: string };
  /** Deletes the pages that are no more, moves the live pointer and ends the claim. */
  completePromotion(input: { site: string; runId: string }): { kind: 'live' };
  /** Gives the claim back without having changed a live file. */
  abandonPromotion(input: { site: string; runId: string }): { kind: 'abandoned' };
  purgeCdn(input: { site: string; runId: string; waitSeconds: number }): PurgeOutcome;
  /** Fetches the public URL and compares the page with the release. */
  checkLive(input: {
    site: string;
    release: string;
  }): { kind: 'confirmed' } | { kind: 'notYet'; message: string };
  /** Deletes the files of every site whose grace has passed. */
  deleteExpiredFiles(input: Record<string, never>): { deleted: number };
};

const names: Record<keyof SiteActivities, true> = {
  getSite: true,
  fetchCommit: true,
  reportCommitStatus: true,
  readBuildReport: true,
  claimPromotion: true,
  planPromotion: true,
  applyPromotionChunk: true,
  completePromotion: true,
  abandonPromotion: true,
  purgeCdn: true,
  checkLive: true,
  deleteExpiredFiles: true,
};

export const siteActivityNames = Object.keys(names) as Array<keyof SiteActivities>;
