import type { Commit } from './commits.ts';
import type { ContainerSummary } from './containers.ts';
import type { ItemCounts } from './job-items.ts';
import type { JobCause, JobCost, JobEnd, JobParent, JobValue } from './jobs.ts';
import type { PublishCause } from './publishes.ts';
import type { RunKind, RunStatus } from './run-view.ts';

/** The state of a durable run as others need it: whether somebody still works. A suspended one may go on, some day. */
export type RunState = 'active' | 'suspended' | 'ended' | 'unknown';

/** A durable instance as it is stored; what it holds is checked by whoever reads it. */
export type RunRecord = {
  id: string;
  /** The orchestrator. */
  name: string;
  runtimeStatus: string;
  input: unknown;
  output: unknown;
  customStatus: unknown;
  /** ISO. */
  createdAt: string;
  /** ISO. */
  updatedAt: string;
};

/** A run as lists show it. It is there before the durable instance is, and stays when the instance was purged. */
export type RunRow = {
  id: string;
  kind: RunKind;
  site?: string;
  status: RunStatus;
  cause?: PublishCause | JobCause;
  /** ISO: when it was asked for, by which lists are ordered. It never changes. */
  requestedAt: string;
  startedAt?: string;
  endedAt?: string;
  commit?: Commit;
  release?: string;
  changed?: number;
  liveUrl?: string;
  message?: string;
  /** What is kept of a job: its template, whose item it is, how it ended, and what came of it. */
  job?: string;
  parent?: JobParent;
  rerunOf?: string;
  end?: JobEnd;
  attempts?: number;
  containers?: ContainerSummary[];
  cost?: JobCost;
  output?: JobValue;
  /** ISO: everything of the run goes after that. */
  expiresAt?: string;
  /** Of an array or a graph. */
  counts?: ItemCounts;
};

export type RunQuery = {
  kind?: RunKind;
  site?: string;
  job?: string;
  statuses?: readonly RunStatus[];
  /** The beginning of an id. */
  prefix?: string;
  /** ISO; runs asked for before are left out. */
  since?: string;
  /** 1 to 200. */
  top: number;
  /** Where an earlier page ended. */
  cursor?: string;
};

/** The items of an array or a graph that were started; no other list has them. */
export type ItemQuery = { parent: string } & Pick<RunQuery, 'statuses' | 'top' | 'cursor'>;

/** Newest first, items by name. There may be a cursor where nothing follows. */
export type RunPage = { rows: RunRow[]; cursor?: string };
