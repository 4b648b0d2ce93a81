import type { Commit } from './commits.ts';
import type { ContainerRunStatus } from './container-runs.ts';
import type { ContainerSummary } from './containers.ts';
import type { ItemCounts, ItemStatus } from './job-items.ts';
import type { JobCause, JobCost, JobEnd, JobParent } from './jobs.ts';
import type { LiveObservation, PublishCause, PublishPhase, SiteSummary } from './publishes.ts';

/** How long one phase took, or takes so far. */
export type Timing = { phase: string; startedAt: string; seconds: number };

export type RunKind =
  | 'publish'
  | 'publishMany'
  | 'job'
  | 'jobArray'
  | 'jobGraph'
  | 'lane'
  | 'container'
  | 'pod'
  | 'kubeJob'
  | 'fleet'
  | 'serverStart'
  | 'serverDrain'
  | 'removal'
  | 'sweep'
  | 'cleanUp';
export type RunStatus =
  | 'pending'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'superseded'
  | 'skipped'
  | 'terminated';

/** A run in the product's words: what `GET /api/runs/{id}` answers. Times are ISO texts. */
export type RunView =
  | PublishView
  | PublishManyView
  | JobView
  | JobArrayView
  | JobGraphView
  | ContainerRunView
  | OtherRunView;

type AnyRunView = {
  id: string;
  status: RunStatus;
  timings: Timing[];
  /** When it was asked for. */
  requestedAt?: string;
  startedAt: string;
  endedAt?: string;
  /** Until its end, or until now. */
  seconds: number;
  message?: string;
  links: RunLinks;
};

export type PublishView = AnyRunView & {
  kind: 'publish';
  site?: string;
  cause?: PublishCause;
  /** Where it is; where it ended if it did not succeed. */
  phase?: PublishPhase | 'queued';
  /** While it is queued: what has to end first. */
  waitsFor?: string;
  commit?: Commit;
  container?: ContainerView;
  /** How many container groups were tried so far. */
  attempts?: number;
  release?: string;
  /** Files that were added, replaced or deleted. */
  changed?: number;
  liveUrl?: string;
  /** What visitors were served at its end. */
  live?: LiveObservation;
};

export type PublishManyView = AnyRunView & {
  kind: 'publishMany';
  phase?: string;
  /** The runs of the sites; an outcome stands there once all have ended. */
  sites: Array<{ site: string; runId: string } & Partial<SiteSummary>>;
};

export type ContainerRunView = AnyRunView & {
  kind: 'container' | 'pod';
  phase?: ContainerRunStatus['state'];
  container?: ContainerView;
};

export type JobView = AnyRunView & {
  kind: 'job';
  /** The template of the catalog that it was made from. */
  job?: string;
  cause?: JobCause;
  parent?: JobParent;
  /** The run that this one repeats. */
  rerunOf?: string;
  /** Where it is, until its end. */
  phase?: ContainerRunStatus['state'] | 'collecting';
  /** While it is queued: what it waits for. */
  waitsFor?: string;
  /** Where its containers say that they are. */
  step?: string;
  /** How it ended, in words for programs. */
  end?: JobEnd;
  containers: ContainerSummary[];
  /** JSON. One of more than 64 KB is at `links.output` only. */
  output?: unknown;
  outputReference?: { bytes: number };
  cost: JobCost;
  /** How many container groups were tried so far. */
  attempts: number;
  /** ISO: when everything of the run goes, where its job says so. */
  expiresAt?: string;
  /** The run of its containers, and the container group of the last attempt. */
  run?: string;
  group?: string;
};

export type JobArrayView = AnyRunView & {
  kind: 'jobArray';
  /** The template of the catalog that its items run. */
  job?: string;
  phase?: string;
  /** How many items stand where. */
  counts?: ItemCounts;
  /** How many of them have come to an end, from 0 to 1. */
  progress?: number;
  parallelism?: number;
  allowFailures?: number;
};

export type JobGraphView = AnyRunView & {
  kind: 'jobGraph';
  phase?: string;
  counts?: ItemCounts;
  progress?: number;
  parallelism?: number;
  /** In the order in which they were written; none once the history of the run has gone. */
  nodes: GraphNodeView[];
};

export type GraphNodeView = {
  name: string;
  needs: string[];
  status: ItemStatus;
  /** Of a node that was started. */
  run?: string;
  message?: string;
  /** JSON; a large one stands at the run of the node. */
  output?: unknown;
};

export type OtherRunView = AnyRunView & {
  kind: 'kubeJob' | 'lane' | 'fleet' | 'serverStart' | 'serverDrain' | 'removal' | 'sweep' | 'cleanUp';
};

export type ContainerView = {
  run: string;
  group: string;
  image: string;
  attempt: number;
  state: ContainerRunStatus['state'];
  step?: string;
  /** While queued: what the container waits for. */
  waitsFor?: string;
  exitCode?: number;
};

export type RunLinks = {
  self: string;
  logs: string;
  cancel: string;
  /** Of a job: what went in, what came out, and where to ask for the same again. */
  input?: string;
  output?: string;
  rerun?: string;
  /** Of an array or a graph: the runs of its jobs. */
  items?: string;
  /** The management URLs of the durable instance, without the key that they take. */
  durable?: Record<string, string>;
};
