/** Container groups as people operate them, and what regions tell of themselves. */
import type { Port } from './container-specs.ts';
import type { ContainerEvent, ContainerState, Owner } from './containers.ts';

/** How a group stands, in one word. `pending` until its containers have started. */
export type GroupCondition = 'pending' | 'running' | 'stopped' | 'succeeded' | 'failed';

/** One container group of the resource group, whoever made it. */
export type GroupDetails = {
  name: string;
  region: string;
  provisioningState: string;
  /** Pending, Running, Stopped, Succeeded or Failed; absent until a node has reported. */
  groupState?: string;
  restartPolicy: 'Never' | 'OnFailure' | 'Always';
  /** Absent for a group that no Slipway made. */
  owner?: Owner;
  /** Of its owner's. */
  attempt?: number;
  /** ISO time after which the sweep deletes it. */
  deadline?: string;
  /** ISO time until which a failed group is kept for a look at it. */
  keepUntil?: string;
  /** Those that Slipway does not write itself. */
  tags?: Record<string, string>;
  containers: OperatedContainer[];
  initContainers: OperatedContainer[];
  /** Of the group itself; those of a container stand with it. */
  events: ContainerEvent[];
  ip?: string;
  fqdn?: string;
  /** Open at its address. */
  ports?: Port[];
};

/** An init container has the whole group's size, and none of its own. */
export type OperatedContainer = ContainerState & { image: string; cpu?: number; memoryGb?: number };

/** What `GET /api/container-groups/{name}` answers. */
export type GroupView = Omit<GroupDetails, 'groupState'> & { state: GroupCondition; links: GroupLinks };

export type GroupLinks = {
  self: string;
  logs: string;
  start: string;
  stop: string;
  restart: string;
  exec: string;
  attach: string;
};

/** What became of a PUT; each is an answer of the service, not an error. */
export type PutOutcome =
  | { kind: 'created' | 'updated' }
  | {
      kind:
        | 'imageNotAccessible'
        | 'capacity'
        | 'quota'
        | 'throttled'
        | 'refused'
        /** What is asked for can only be had by deleting the group first. */
        | 'unchangeable'
        | 'transitioning';
      message: string;
    };

/** What became of a start, stop or restart. */
export type ActionOutcome =
  | { kind: 'accepted' | 'absent' }
  | { kind: 'throttled' | 'refused' | 'transitioning'; message: string };

export type GroupAction = 'start' | 'stop' | 'restart';

/** Where Azure takes a WebSocket to a container. The first text that is sent must be the password. */
export type ContainerConnection = { webSocketUri: string; password: string };

export type ConnectOutcome =
  | ({ kind: 'open' } & ContainerConnection)
  | { kind: 'absent' }
  | { kind: 'refused' | 'throttled'; message: string };

/** One quota of a region. */
export type UsageRow = { name: string; used: number; limit: number };

/** What groups of one sort can have in a region. */
export type CapabilityRow = {
  resourceType?: string;
  osType?: string;
  ipAddressType?: string;
  gpu?: string;
  maxCpu?: number;
  maxMemoryGb?: number;
  maxGpuCount?: number;
};

/** An image that a region has at hand, and need not pull. */
export type CachedImage = { image: string; osType: string };
