import type { BuildProgress, BuildReport } from './build.ts';

/** The events that `runContainer` hears. They wake; where it matters, the truth is read again. */
export type ContainerEvents = {
  containerEnded: { attempt: number; report: BuildReport };
  containerProgress: { attempt: number; progress: BuildProgress };
  cancelRequested: { reason: string };
};
