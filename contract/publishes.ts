/** What goes into and comes out of the orchestrators of sites, and their custom status. */
import type { Commit, CommitRef } from './commits.ts';

/** `backstop`: no webhook told of the head of the branch, a comparison found it. */
export type PublishCause = 'push' | 'manual' | 'batch' | 'backstop';

export type PublishRequest = {
  site: string;
  ref: CommitRef;
  /** When the caller asked: of two publishes of a site, the one asked for later is the one that stays live. */
  requestedAt: string;
  cause: PublishCause;
  /** Publishes what would be refused because it looks like an accident. */
  force?: boolean;
  /** Deletes assets that the release no longer has at once, without the grace for open tabs. */
  deleteAssetsAtOnce?: boolean;
  /** The publish of many sites that waits for it. */
  batch?: string;
};

export type PublishOutcome =
  | {
      kind: 'published';
      site: string;
      commit: Commit;
      release: string;
      liveUrl: string;
      /** Files that were added, replaced or deleted. */
      changed: number;
      live: LiveObservation;
    }
  | { kind: 'superseded'; site: string; commit: Commit; by: string }
  | { kind: 'failed'; site: string; stage: PublishPhase; code: string; message: string; commit?: Commit }
  | { kind: 'cancelled'; site: string; stage: PublishPhase; message: string; commit?: Commit };

/** What the public URL answered after the purge. */
export type LiveObservation = { kind: 'confirmed' } | { kind: 'notYet'; message: string };

/** The last two are the state of an earlier life: a publish of very many sites continues as new. */
export type PublishManyRequest = {
  sites: string[];
  requestedAt: string;
  phases?: PublishManyStatus['phases'];
  ended?: SiteSummary[];
};
export type PublishManyOutcome = {
  published: number;
  superseded: number;
  skipped: number;
  failed: number;
  cancelled: number;
  sites: SiteSummary[];
};
export type SiteSummary = {
  site: string;
  runId: string;
  outcome: PublishOutcome['kind'] | 'skipped';
  message?: string;
};

/** The custom status of `publishSites`. */
export type PublishManyStatus = {
  kind: 'publishMany';
  phases: Array<{ phase: 'wanting' | 'publishing' | 'done'; startedAt: string }>;
  sites: number;
  ended: number;
  /** How it ended, as in the status of a publish. */
  outcome?: Omit<PublishManyOutcome, 'sites'>;
};

/** What `publishSites` hears: whose end to look for. */
export type PublishManyEvents = { siteEnded: { runId: string } };

export type PublishPhase =
  | 'fetching'
  | 'building'
  | 'promoting'
  | 'purging'
  | 'verifying'
  | 'reporting'
  | 'done';

/** The custom status of `publishSite`. */
export type PublishStatus = {
  kind: 'publish';
  site: string;
  phase: PublishPhase;
  /** Each phase with the moment it began, in order. */
  phases: Array<{ phase: PublishPhase; startedAt: string }>;
  commit?: Commit;
  release?: string;
  liveUrl?: string;
  /** How it ended, before the run itself has: others are told of the end by one of its last activities. */
  outcome?: PublishOutcome;
};
