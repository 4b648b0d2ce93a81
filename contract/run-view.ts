import type { Commit } from './commits.ts';
import type { ContainerRunStatus } from './container-runs.ts';
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
export type RunView = PublishView | PublishManyView | ContainerRunView | OtherRunView;

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

export type OtherRunView = AnyRunView & {
  kind: 'kubeJob' | 'lane' | 'removal' | 'sweep' | 'cleanUp' | 'job' | 'jobArray' | 'jobGraph';
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
  /** The management URLs of the durable instance; they carry its key. */
  durable?: Record<string, string>;
};
