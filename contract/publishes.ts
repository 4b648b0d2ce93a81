/** What goes into and comes out of the orchestrators of sites, and their custom status. */
import type { Commit, CommitRef } from './commits.ts';

export type PublishCause = 'push' | 'manual' | 'batch';

export type PublishRequest = {
  site: string;
  ref: CommitRef;
  /** When the caller asked: of two publishes of a site, the one asked for later is the one that stays live. */
  requestedAt: string;
  cause: PublishCause;
  /** Publishes a release that would be refused, because it would take much of the live site away. */
  force?: boolean;
  /** Deletes assets that go without their grace: something got public that must not stay so. */
  deleteAssetsAtOnce?: boolean;
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

export type PublishManyRequest = { sites: string[]; requestedAt: string; concurrency: number };
export type PublishManyOutcome = {
  published: number;
  superseded: number;
  failed: number;
  cancelled: number;
  sites: SiteSummary[];
};
export type SiteSummary = { site: string; runId: string; outcome: PublishOutcome['kind']; message?: string };

/** A share of the sites of one `publishSites`, published one after the other. */
export type PublishLaneRequest = { sites: string[]; requestedAt: string };

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
};
