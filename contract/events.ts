import type { BuildProgress, BuildReport } from './build.ts';
import type { LaneEvents } from './lanes.ts';
import type { PublishManyEvents } from './publishes.ts';

/** The events that `runContainer` hears. They wake; where it matters, the truth is read again. */
export type ContainerEvents = {
  containerEnded: { attempt: number; report: BuildReport };
  containerProgress: { attempt: number; progress: BuildProgress };
  cancelRequested: { reason: string };
};

/** Every event that is raised to a run. */
export type RunEvents = ContainerEvents & LaneEvents & PublishManyEvents;
