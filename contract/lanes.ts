import type { CommitRef } from './commits.ts';
import type { PublishCause, PublishOutcome } from './publishes.ts';

/** A publish that is wanted of a site. It becomes the run of its id once its turn has come. */
export type Want = {
  runId: string;
  ref: CommitRef;
  cause: PublishCause;
  /** ISO. */
  requestedAt: string;
  /** The commit that the push named. What is published is the head of the branch as the provider knows it. */
  pushed?: string;
  /** Publishes what would be refused because it looks like an accident. */
  force?: boolean;
  deleteAssetsAtOnce?: boolean;
  /** The publish of many sites that waits for it. */
  batch?: string;
  /** W3C: the trace of whoever asked, which the publish belongs to. */
  traceparent?: string;
};

/** A want that never became a publish, to be recorded with the reason. */
export type DroppedWant = {
  want: Want;
  status: 'superseded' | 'skipped' | 'cancelled' | 'failed';
  message: string;
  /** The commit that it stood for, where that is known. */
  sha?: string;
  /** The commit that came in its place. */
  bySha?: string;
};

/**
 * What is wanted of a site and what is going on: the only truth about both, stored under an ETag. At most one publish of a
 * site is under way.
 */
export type LaneRow = {
  /** The publish that comes next. */
  want?: Want;
  building?: Building;
  /** An older want that a newer one pushed aside, and that comes back should the newer one fail. */
  fallback?: Want;
  /** Bounded; each is recorded and then forgotten. */
  dropped: DroppedWant[];
  /** The newest head of the branch that was published, or was to be. */
  head?: Head;
  /** What visitors see, as far as publishes of this lane made it. */
  published?: { sha: string; runId: string };
  /** The git provider did not answer: the want stays, and is looked at again then. */
  problem?: { message: string; tries: number; retryAt: string };
  /** A clean-up of the site's objects, during which no build may count on them. */
  cleaning?: { until: string };
};

/** `lost`: its publish ended without a verdict on the commit, so that it is tried once more. */
export type Head = { sha: string; runId: string; lost?: true };

export type Building = {
  want: Want;
  sha: string;
  startedAt: string;
  /** After that time nobody waits for it any more. */
  overdueAt: string;
  /** The want for which it is being cancelled. */
  cancelledFor?: string;
};

/** What the lane looks at in each turn. */
export type LaneState = {
  row: LaneRow;
  /** False once the catalog has no such site. */
  known: boolean;
  /** How often the head of the branch is compared with what was wanted. */
  headsMinutes: number;
  onPush: 'finish' | 'cancel';
  /** The durable instance of the publish that the row says is under way. */
  run?: BuildingRun;
};

/** How a publish of a lane ended; `givenUp` when nobody could wait for it any more. */
export type PublishEnd = PublishOutcome['kind'] | 'terminated' | 'givenUp';

export type BuildingRun =
  | { kind: 'unknown' }
  | { kind: 'active' }
  | { kind: 'suspended'; since: string }
  | { kind: 'ended'; end: PublishEnd; message: string };

/** What became of the want whose turn came. */
export type Choice =
  | { kind: 'publish'; runId: string; sha: string }
  | { kind: 'dropped'; runId: string; message: string }
  | { kind: 'unavailable'; message: string }
  | { kind: 'nothing' };

/** The event only wakes: what is to be done stands in the row. */
export type LaneEvents = { laneWoken: Record<string, never> };

export type LaneRequest = {
  site: string;
  /** When the head of the branch is compared with what was wanted; ISO. */
  headsDueAt?: string;
};

/** The custom status of `siteLane`. */
export type LaneStatus = { kind: 'lane'; site: string; step: string; building?: string; wanted?: string };
