import type { JobOutcome, JobRequest, JobValue, OutputSource } from './jobs.ts';

/** What goes into and comes out of each activity about jobs. */
export type JobActivities = {
  /** Reads the output of a job where it lies; what is too big for a history goes into a document of the run. */
  collectOutput(input: { runId: string; source: OutputSource }): { output?: JobValue };
  /** Writes how a job ended into the list of runs, and tells the run that waits for it. */
  endJob(input: { runId: string; request: JobRequest; outcome: JobOutcome }): { kind: 'ended' };
};

const names: Record<keyof JobActivities, true> = {
  collectOutput: true,
  endJob: true,
};

export const jobActivityNames = Object.keys(names) as Array<keyof JobActivities>;
