/** What is observed of container groups, and what is concluded. */

/** Who answers for a group. The sweep asks it whether the group is still needed. */
export type Owner = {
  kind: 'run' | 'fleet' | 'person';
  /** Of a run, its instance id. */
  id: string;
  /** The app that made the group: two apps in one resource group never touch each other's. */
  hub: string;
};

/** How a group ended, for whatever reason. */
export type ContainerEnd =
  | { kind: 'succeeded' }
  | { kind: 'failed'; container: string; exitCode: number; message: string }
  | { kind: 'initContainerFailed'; container: string; exitCode: number; message: string }
  /** Killed for using more memory than it may. */
  | { kind: 'outOfMemory'; container: string; message: string }
  | { kind: 'imageNotAccessible'; reason: ImageTrouble; message: string }
  /** `code` where the app itself refused, before or in place of Azure. */
  | { kind: 'refused'; message: string; code?: string }
  | { kind: 'capacity'; message: string }
  | { kind: 'quota'; message: string }
  | { kind: 'stuckProvisioning'; message: string }
  | { kind: 'deadlineExceeded'; message: string }
  | { kind: 'cancelled'; message: string }
  /** It was deleted or stopped by somebody else. */
  | { kind: 'vanished'; message: string }
  | { kind: 'killedByPlatform'; message: string }
  /** Azure or the app itself failed for longer than is tried again. */
  | { kind: 'unavailable'; message: string; code: string };

/** Why an image cannot be pulled: there is none of the name, it may not be read, or its registry is asked too often. */
export type ImageTrouble = 'notFound' | 'refused' | 'throttled' | 'unknown';

/** How a run of a group ended. `result` is what the containers reported for the caller, who knows its form. */
export type ContainerOutcome = ContainerEnd & {
  /** The attempt that this is the end of, from 1. */
  attempt: number;
  containers: ContainerSummary[];
  /** Of all attempts together. */
  usage: ContainerUsage;
} & ReportedResult;

/** The document that holds what one container of one attempt reported for the caller. */
export type ResultName = `result-${number}-${string}`;

/** What containers reported for the caller; as a document where it is too big for a history. */
export type ReportedResult = { result?: unknown; storedResult?: ResultName };

/** How long containers had their processors and memory: what all of them asked for, from start to end. */
export type ContainerUsage = { vcpuSeconds: number; memoryGbSeconds: number };

export type ContainerSummary = {
  name: string;
  state: ContainerState['state'];
  exitCode?: number;
  restartCount: number;
};

/** One container group as Azure shows it, reduced to what decisions need. */
export type ContainerGroupState =
  | { kind: 'absent' }
  | {
      kind: 'present';
      provisioningState: string;
      /** Pending, Running, Stopped, Succeeded or Failed; absent until a node has reported. */
      groupState?: string;
      containers: ContainerState[];
      initContainers: ContainerState[];
      /** Of the group itself; those of a container stand with it. */
      events: ContainerEvent[];
      ip?: string;
      fqdn?: string;
    };

export type ContainerState = {
  name: string;
  /** `waiting` also before a node has reported. */
  state: 'waiting' | 'running' | 'terminated';
  exitCode?: number;
  detail?: string;
  startedAt?: string;
  finishedAt?: string;
  restartCount: number;
  events: ContainerEvent[];
};

export type ContainerEvent = { name: string; message: string; warning: boolean; count: number };

/** A container group as a list shows it: how its containers stand tells only a look at the group itself. */
export type TaggedContainerGroup = {
  name: string;
  provisioningState: string;
  ip?: string;
  fqdn?: string;
  region: string;
  owner: Owner;
  attempt: number;
  /** Of all its containers together. */
  cores: number;
  /** Names, init containers first. */
  containers: string[];
  /** ISO time after which the group is an orphan whatever its owner says. */
  deadline?: string;
  /** ISO time until which a failed group is kept for a look at it. */
  keepUntil?: string;
};

/** What became of a create; each is an answer of the service, not an error. */
export type CreateOutcome =
  | { kind: 'created' }
  /** Somebody else's group has the name; it is not ours to delete. */
  | { kind: 'nameTaken'; message: string }
  | { kind: 'imageNotAccessible'; message: string }
  | { kind: 'capacity'; message: string }
  | { kind: 'quota'; message: string }
  | { kind: 'refused'; message: string };
