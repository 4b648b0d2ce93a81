/** What goes into and comes out of each orchestrator, its events and its custom status. Types only. */
import type {
  BuildProgress,
  BuildReport,
  Commit,
  CommitRef,
  ContainerOutcome,
  ContainerSpec,
} from './model.ts';

export type PublishCause = 'push' | 'manual' | 'batch';

export type PublishRequest = {
  site: string;
  ref: CommitRef;
  /** When the caller asked: of two publishes of a site, the one asked for later is the one that stays live. */
  requestedAt: string;
  cause: PublishCause;
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

/** `hub`: only groups with this hub tag are this app's. */
export type SweepRequest = { hub: string };
export type SweepOutcome = { seen: number; deleted: string[]; failed: string[]; expiredFiles: number };

export type Orchestrators = {
  publishSite(input: PublishRequest): PublishOutcome;
  publishSites(input: PublishManyRequest): PublishManyOutcome;
  publishLane(input: PublishLaneRequest): SiteSummary[];
  runContainer(input: ContainerSpec): ContainerOutcome;
  sweepOrphans(input: SweepRequest): SweepOutcome;
};

export type OrchestratorName = keyof Orchestrators;
export type OrchestratorInput<Name extends OrchestratorName> = Parameters<Orchestrators[Name]>[0];
export type OrchestratorResult<Name extends OrchestratorName> = ReturnType<Orchestrators[Name]>;

/** The events that `runContainer` hears. They wake; where it matters, the truth is read again. */
export type ContainerEvents = {
  containerEnded: { attempt: number; report: BuildReport };
  containerProgress: { attempt: number; progress: BuildProgress };
  cancelRequested: { reason: string };
};

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

/** The custom status of `runContainer`. */
export type ContainerRunStatus = {
  kind: 'container';
  attempt: number;
  group: string;
  image: string;
  state: 'creating' | 'waiting' | 'running' | 'ended' | 'deleting' | 'gone';
  step?: BuildProgress['step'];
  startedAt?: string;
  exitCode?: number;
};
