import type { Commit } from './commits.ts';
import type { ContainerRunStatus } from './container-runs.ts';
import type { SiteSummary } from './publishes.ts';

/** How long one phase took, or takes so far. */
export type Timing = { phase: string; startedAt: string; seconds: number };

export type RunKind = 'publish' | 'publishMany' | 'lane' | 'container' | 'removal' | 'sweep' | 'cleanUp';
export type RunStatus =
  | 'pending'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'superseded'
  | 'terminated';

/** A run in the product's words: what `GET /api/runs/{id}` answers. Times are ISO texts. */
export type RunView = {
  id: string;
  kind: RunKind;
  site?: string;
  status: RunStatus;
  /** Where a publish is; where one ended that did not succeed. */
  phase?: string;
  commit?: Commit;
  container?: ContainerView;
  timings: Timing[];
  startedAt: string;
  endedAt?: string;
  /** Until its end, or until now. */
  seconds: number;
  release?: string;
  /** Files that were added, replaced or deleted. */
  changed?: number;
  liveUrl?: string;
  message?: string;
  /** The sites of a publish of many; an outcome stands there once all have ended. */
  sites?: Array<{ site: string; runId: string } & Partial<SiteSummary>>;
  links: RunLinks;
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
