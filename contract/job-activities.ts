import type { GroupRemoval } from './container-runs.ts';
import type { ItemsNews, JobItemsOutcome, JobItemsStatus } from './job-items.ts';
import type { JobOutcome, JobRequest, JobValue, OutputSource } from './jobs.ts';

/** What goes into and comes out of each activity about jobs. */
export type JobActivities = {
  /** Reads the output of a job where it lies; what is too big for a history goes into a document of the run. */
  collectOutput(input: { runId: string; source: OutputSource }): { output: JobValue } | { problem: string };
  /** Writes how a job ended into the list of runs, tells the run that waits for it, and has the group removed that it still has. */
  endJob(input: { runId: string; request: JobRequest; outcome: JobOutcome; removal?: GroupRemoval }): {
    kind: 'ended';
  };
  /** Starts items of an array or a graph, unless that was cancelled; answers which of them have been started, by name. */
  startItems(input: {
    parent: string;
    kind: JobItemsStatus['kind'];
    hub: string;
    items: Array<{ position: number; name: string }>;
  }): ItemsNews & { started: string[] };
  /**
   * Which of these items have ended. A `look` also gives an end to those that have lost their run, and finds out whether the
   * whole was cancelled.
   */
  readItems(input: { parent: string; items: string[]; look: boolean }): ItemsNews;
  /** Tells items to end. */
  cancelItems(input: { parent: string; items: string[]; reason: string }): { kind: 'told' };
  /** Writes how an array or a graph ended into the list of runs. */
  endItems(input: {
    parent: string;
    kind: JobItemsStatus['kind'];
    requestedAt: string;
    outcome: JobItemsOutcome;
    timeToLiveMinutes?: number;
  }): { kind: 'ended' };
};

const names: Record<keyof JobActivities, true> = {
  collectOutput: true,
  endJob: true,
  startItems: true,
  readItems: true,
  cancelItems: true,
  endItems: true,
};

export const jobActivityNames = Object.keys(names) as Array<keyof JobActivities>;
