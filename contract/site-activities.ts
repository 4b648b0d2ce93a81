import type { BuildReport } from './build.ts';
import type { Cancelled } from './cancellation.ts';
import type { CommitRef } from './commits.ts';
import type { PromotionPart } from './releases.ts';
import type { CommitLookup, CommitState, PurgeOutcome, Site, Target } from './sites.ts';

/** What goes into and comes out of each activity about sites. */
export type SiteActivities = {
  /** The site as the catalog has it now. */
  getSite(input: {
    site: string;
  }):
    | { kind: 'known'; site: Site; target: Target; hugoImage: string; locations: string[]; hub: string }
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
  /** What the build container of one attempt said at its end: by its callback, or by what it left in the store. */
  readBuildReport(input: { site: string; runId: string; attempt: number; result?: unknown }): {
    report?: BuildReport;
  };
  /** Makes this run the only one that may change the live files of the target. */
  claimPromotion(input: {
    target: Target;
    runId: string;
    release: string;
    commit: string;
    requestedAt: string;
  }): { kind: 'claimed' } | { kind: 'busy'; runId: string } | { kind: 'superseded'; by: string } | Cancelled;
  /** Compares the release with what is live and stores the plan beside the run. After this it is too late to cancel. */
  planPromotion(input: {
    target: Target;
    runId: string;
    maxDeletions: number;
    assetGraceMinutes: number;
    /** Skips what protects the live site from a release that looks broken. */
    force: boolean;
    /** Deletes assets without their grace, and those that wait for its end. */
    deleteAssetsAtOnce: boolean;
  }):
    | { kind: 'planned'; chunks: Record<PromotionPart, number>; changed: number }
    | { kind: 'refused'; message: string }
    | Cancelled;
  /** Carries out one chunk of the plan. Never throws: it is one branch of a fan-out. `final`: trying again can't help. */
  applyPromotionChunk(input: {
    target: Target;
    runId: string;
    part: PromotionPart;
    chunk: number;
  }): { kind: 'applied' } | { kind: 'failed'; message: string; final: boolean };
  /** Moves the live pointer and ends the claim. */
  completePromotion(input: { target: Target; runId: string }): { kind: 'live'; needsPurge: boolean };
  /** Gives the claim back without having changed a live file. */
  abandonPromotion(input: { target: Target; runId: string }): { kind: 'abandoned' };
  /** Purges whatever no purge went through for, this publish's changes and those of earlier ones. */
  purgeCdn(input: { target: Target; waitSeconds: number }): PurgeOutcome;
  /** Fetches the public URL and compares the page with the release. */
  checkLive(input: {
    target: Target;
    release: string;
  }): { kind: 'confirmed' } | { kind: 'notYet'; message: string };
  /** Deletes and purges a bounded number of files whose grace has passed; `more` when others wait. */
  deleteExpiredFiles(input: { target: Target; runId: string }): { deleted: number; more: boolean };
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
