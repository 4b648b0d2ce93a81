import type { ReportedResult } from './containers.ts';
import type { FleetEvents } from './fleets.ts';
import type { ItemEvents } from './job-items.ts';
import type { KubeJobEvents } from './kube-jobs.ts';
import type { LaneEvents } from './lanes.ts';
import type { PublishManyEvents } from './publishes.ts';

/** The events that `runContainer` hears. They wake; where it matters, the truth is read again. */
export type ContainerEvents = {
  /** The final report of a container; of the group's only one where none is named. `result` is JSON for whoever asked for the run. */
  containerEnded: {
    attempt: number;
    container?: string | undefined;
    exitCode: number;
    message?: string | undefined;
  } & ReportedResult;
  containerProgress: { attempt: number; step: string; message?: string | undefined };
  /** There is room for this group now. */
  creationGranted: { group: string };
  cancelRequested: { reason: string };
};

/** Every event that is raised to a run. */
export type RunEvents = ContainerEvents &
  FleetEvents &
  ItemEvents &
  KubeJobEvents &
  LaneEvents &
  PublishManyEvents;
