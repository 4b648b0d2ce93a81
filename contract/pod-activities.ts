import type { ObjectRef, PodLook, PodNews, PodPlan } from './pods.ts';

/** What goes into and comes out of each activity about pods. */
export type PodActivities = {
  /** Reads the object of a pod that has no group yet: what group it is to have. */
  planPod(input: { pod: ObjectRef }): PodPlan;
  /** Writes what happened to a pod before it has a group. */
  tellPod(input: { pod: ObjectRef; news: PodNews }): { kind: 'told' };
  /** Looks at the group of a pod, and writes what is new into the object and its events. `told`: from the look before. */
  observePod(input: { pod: ObjectRef; group: string; createdAt: string; told?: string }): PodLook;
  /** Removes the object of a pod whose group is gone. */
  forgetPod(input: { pod: ObjectRef }): { kind: 'forgotten' };
  /** Makes the pods that a job lacks, stops those that it does not need, and writes how it stands. */
  reconcileKubeJob(input: { job: ObjectRef }): { kind: 'leave' } | { kind: 'wait'; afterSeconds: number };
  /** Starts the run again of every pod and job that has lost it. */
  reviveWorkloads(input: Record<string, never>): { revived: string[] };
};

const names: Record<keyof PodActivities, true> = {
  planPod: true,
  tellPod: true,
  observePod: true,
  forgetPod: true,
  reconcileKubeJob: true,
  reviveWorkloads: true,
};

export const podActivityNames = Object.keys(names) as Array<keyof PodActivities>;
