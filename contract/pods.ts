/** Pods of the Kubernetes face: the object says what is wanted, its run brings it about and writes what became of it. */
import type { GroupOutline } from './container-runs.ts';
import type { ContainerGroupSpec } from './container-specs.ts';
import type { ContainerEnd } from './containers.ts';

/** One object: another one of the name has another uid. */
export type ObjectRef = { namespace: string; name: string; uid: string };

/** The input of `runPod`. */
export type PodRequest = {
  /** Marks the groups of this app. */
  hub: string;
  pod: ObjectRef;
  /** Where an earlier life of the run left off, or a lost run. */
  progress?: PodProgress;
};

export type PodProgress = {
  /** ISO: when the pod first asked for room. */
  since: string;
  /** Of the group that there is, or that is made next. */
  attempt: number;
  /** How often a region had no capacity. */
  shortages: number;
  /** How often in a row an image could not be pulled, or a group not be made. */
  failures: number;
  /** The group of this attempt; absent until it is created. */
  group?: { outline: GroupOutline /** ISO. */; createdAt: string };
};

/** `left`: the object is gone, or it had ended before. */
export type PodOutcome = { kind: 'ended' | 'deleted' | 'left' };

/** What a pod is to be next, by its object. */
export type PodPlan =
  | { kind: 'create'; spec: ContainerGroupSpec }
  /** It refers to what is not there. */
  | { kind: 'wait' }
  | { kind: 'delete' }
  /** There is nothing to do any more. */
  | { kind: 'leave' };

/** What happened to a pod that has no group yet. */
export type PodNews =
  | { kind: 'unschedulable'; message: string }
  | { kind: 'imagePull'; message: string }
  | { kind: 'failed'; reason: string; message: string };

/** How a pod with a group stands. */
export type PodLook =
  | {
      kind: 'goesOn';
      phase: 'Pending' | 'Running';
      /** What was told of the group's events, so that nothing is told twice. */
      told: string;
      /** ISO: then it has had its time. */
      deadline?: string;
    }
  | { kind: 'ended' }
  /** This group comes to nothing; another one may. */
  | { kind: 'again'; end: ContainerEnd }
  | { kind: 'delete' };
