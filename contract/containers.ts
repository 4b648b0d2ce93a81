import type { BuildReport } from './build.ts';

/** Region and size that one attempt asks for. */
export type Placement = { region: string; cpu: number; memoryGb: number };

/** Where the value of a secret variable comes from. Only the reference crosses durable boundaries, never the value. */
export type SecretSource =
  | { kind: 'callbackToken' }
  | { kind: 'releaseUpload'; site: string }
  | { kind: 'setting'; name: string };

/** One container to run to its end. */
export type ContainerSpec = {
  kind: 'publish' | 'job' | 'server';
  /** A short word for names and logs, `[a-z0-9-]`. */
  name: string;
  image: string;
  command?: string[];
  environment: Record<string, string>;
  secrets: Record<string, SecretSource>;
  /** Tried in order when capacity is short; at least one. */
  placements: Placement[];
  /** From the creation to the first running container. */
  provisioningDeadlineSeconds: number;
  /** From the first running container to its end. */
  runningDeadlineSeconds: number;
  /** At least 1. A new attempt is a new container group, made only for outcomes that may end otherwise. */
  maxAttempts: number;
  /** How long a failed group is kept for a look at it; 0 deletes it at once. */
  keepOnFailureMinutes: number;
};

/** How one container ended, for whatever reason. */
export type ContainerOutcome =
  | { kind: 'succeeded'; report?: BuildReport }
  | { kind: 'failed'; exitCode: number; message: string; report?: BuildReport }
  | { kind: 'imageNotAccessible'; message: string }
  | { kind: 'refused'; message: string }
  | { kind: 'capacity'; message: string }
  | { kind: 'quota'; message: string }
  | { kind: 'stuckProvisioning'; message: string }
  | { kind: 'deadlineExceeded'; message: string }
  | { kind: 'cancelled'; message: string }
  | { kind: 'vanished'; message: string }
  | { kind: 'killedByPlatform'; message: string };

/** One container group as Azure shows it, reduced to what decisions need. */
export type ContainerGroupState =
  | { kind: 'absent' }
  | {
      kind: 'present';
      provisioningState: string;
      /** Pending, Running, Stopped, Succeeded or Failed; absent until a node has reported. */
      groupState?: string;
      container?: ContainerState;
      events: ContainerEvent[];
    };

export type ContainerState = {
  state: 'waiting' | 'running' | 'terminated';
  exitCode?: number;
  detail?: string;
  startedAt?: string;
  finishedAt?: string;
  restartCount: number;
};

export type ContainerEvent = { name: string; message: string; warning: boolean; count: number };

/** A container group found by the sweep. */
export type TaggedContainerGroup = {
  name: string;
  run?: string;
  hub?: string;
  /** ISO time after which the group is an orphan whatever its run says. */
  deadline?: string;
  /** ISO time until which a failed group is kept for a look at it. */
  keepUntil?: string;
};

/** What became of a create; each is an answer of the service, not an error. */
export type CreateOutcome =
  | { kind: 'created' }
  /** Somebody else's group has the name; it is not ours to delete. */
  | { kind: 'nameTaken'; message: string }
  | { kind: 'imageNotAccessible' | 'capacity' | 'quota' | 'refused'; message: string };
