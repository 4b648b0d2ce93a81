/** Arrays and graphs: many jobs as one run. Each job is an item, and a run of its own. */
import type { JobRequest } from './jobs.ts';

/** `skipped`: it was never started, because a need of it did not succeed or the whole run was stopped. */
export type ItemStatus =
  | 'pending'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'terminated'
  | 'skipped';
/** How an item that was started may end. */
export type ItemEnd = Exclude<ItemStatus, 'pending' | 'running' | 'skipped'>;
export type ItemCounts = Record<ItemStatus, number>;

/** What an item runs. */
export type ItemTemplate = Pick<JobRequest, 'job' | 'spec' | 'environment'>;

/** So many items lie in one document beside the run: an orchestrator's own input would carry them through all its lives. */
export type ItemsPage =
  | { kind: 'array'; template: ItemTemplate; inputs: unknown[] }
  | { kind: 'graph'; nodes: GraphNode[] };

/** `input`: texts such as `{a.output.text}` in it stand for the output of a node that it needs. */
export type GraphNode = ItemTemplate & { needs: string[]; input?: unknown };

export type ManyRequest = {
  hub: string;
  requestedAt: string;
  /** How many items run at the same time, at most. */
  parallelism: number;
  /** How long after its end anything of it, its items included, is kept; the app's retention when absent. */
  timeToLiveMinutes?: number;
  /** Where an earlier life left off: a run of very many items continues as new. */
  progress?: ItemsProgress;
};

export type JobArrayRequest = ManyRequest & {
  /** The template that it was made from. */
  job?: string;
  items: number;
  /** One more that does not succeed, and the rest is not started, and what runs is cancelled. */
  allowFailures: number;
};

export type JobGraphRequest = ManyRequest & {
  names: string[];
  /** Of each node the positions of those that must have succeeded before; no circles. */
  needs: number[][];
};

export type ItemsProgress = {
  phases: JobItemsStatus['phases'];
  /** One letter an item, as `item-board.ts` has them. */
  states: string;
  stop?: ItemsStop;
};

/** Why no more items are started. `told` once those that run were told to end. */
export type ItemsStop = { kind: 'cancelled' | 'failed'; message: string; told?: true };

/** What the run of many jobs hears of one of them, once it stands in the row of that. Without `status` the row tells. */
export type ItemEvents = { itemEnded: { item: string; status?: ItemEnd } };

/** Items that have ended, by name, and the reason of a cancellation of the whole run. */
export type ItemsNews = { ended: EndedItem[]; cancelled?: string };
export type EndedItem = { item: string; status: ItemEnd };

export type JobItemsOutcome = {
  kind: 'succeeded' | 'failed' | 'cancelled';
  message: string;
  counts: ItemCounts;
};

/** The custom status of `runArray` and `runGraph`. */
export type JobItemsStatus = {
  kind: 'jobArray' | 'jobGraph';
  phases: Array<{ phase: 'running' | 'stopping' | 'done'; startedAt: string }>;
  counts: ItemCounts;
  outcome?: JobItemsOutcome;
};
