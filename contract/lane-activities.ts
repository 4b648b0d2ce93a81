import type { Choice, LaneState, PublishEnd } from './lanes.ts';
import type { PublishOutcome, PublishRequest, PublishStatus, SiteSummary } from './publishes.ts';

/** What goes into and comes out of each activity of a lane. Each changes the row under its ETag and may come twice. */
export type LaneActivities = {
  readLane(input: { site: string }): LaneState;
  /** Writes down what became of dropped wants, tells their commits, and forgets them. */
  recordDropped(input: { site: string }): { recorded: number };
  /** Finds the commit of the next want and makes it the publish that is under way, unless it need not be published. */
  chooseCommit(input: { site: string }): Choice;
  /** Cancels the publish under way if the next want is one to be published. */
  cancelForNewer(input: { site: string }): Choice;
  /** Starts the instance of the publish under way, unless it exists. */
  startPublish(input: { site: string; runId: string }): { kind: 'started' | 'notStarted' };
  /** Writes down the end of a publish whose own last step was lost; one that is given up is ended first. */
  settlePublish(input: { site: string; runId: string; end: PublishEnd; message: string }): {
    kind: 'settled';
  };
  /** Wants the head of the branch when no webhook told of it. */
  compareHeads(input: { site: string }): { kind: 'same' | 'wanted' | 'unknown'; message?: string };
  /** The last step of a publish: records its end and wakes who waits for it. */
  endPublish(input: {
    runId: string;
    request: PublishRequest;
    outcome: PublishOutcome;
    /** Absent in calls of the version before. */
    phases?: PublishStatus['phases'];
  }): { kind: 'ended' };
  /** Wants a publish of each of these sites for a publish of many. */
  wantPublishes(input: {
    batch: string;
    sites: string[];
    requestedAt: string;
  }): { kind: 'wanted' } | { kind: 'cancelled'; message: string };
  /** How publishes ended; those that have not are left out. */
  readEnded(input: { runs: string[] }): { ended: SiteSummary[] };
  /** The last step of a publish of many. */
  endBatch(input: {
    runId: string;
    requestedAt: string;
    status: 'succeeded' | 'failed' | 'cancelled';
    message: string;
  }): {
    kind: 'ended';
  };
};

const names: Record<keyof LaneActivities, true> = {
  readLane: true,
  recordDropped: true,
  chooseCommit: true,
  cancelForNewer: true,
  startPublish: true,
  settlePublish: true,
  compareHeads: true,
  endPublish: true,
  wantPublishes: true,
  readEnded: true,
  endBatch: true,
};

export const laneActivityNames = Object.keys(names) as Array<keyof LaneActivities>;
