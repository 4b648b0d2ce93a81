/** What goes into and comes out of the orchestrators of container groups, and their custom status. */
import type { BuildProgress } from './build.ts';

/** `hub`: only groups with this hub tag are this app's. */
export type SweepRequest = { hub: string };
export type SweepOutcome = { seen: number; deleted: string[]; failed: string[] };

/** The custom status of `runContainer`. */
export type ContainerRunStatus = {
  kind: 'container';
  attempt: number;
  group: string;
  image: string;
  state: 'creating' | 'waiting' | 'running' | 'ended' | 'deleting' | 'gone';
  step?: BuildProgress['step'];
  startedAt?: string;
  exitCode?: number;
};
