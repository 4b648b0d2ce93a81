/** What goes into and comes out of the orchestrators of container groups, and their custom status. */
import type { ContainerGroupSpec, ContainerSpec } from './container-specs.ts';
import type { ContainerOutcome, ContainerSummary, ContainerUsage } from './containers.ts';
import type { CreationPriority } from './creation-budget.ts';

export type ContainerRunRequest = {
  /** Marks the groups of this app. */
  hub: string;
  spec: ContainerGroupSpec;
  priority: CreationPriority;
  /** Runs of one share take turns with those of others: the site. */
  share: string;
  /** How long to wait for room. */
  queueDeadlineSeconds: number;
  /** Whether the caller reads the logs: then they are whole when the run ends. */
  readsLogs?: 'always' | 'withoutResult';
  /** After a success the caller starts the removal of the group with its own next step, so that this is none to wait for. */
  leavesRemoval?: true;
};

/** `removal`: left to the caller, who asked for that. */
export type ContainerRunOutcome = ContainerOutcome & { removal?: GroupRemoval };

/** What names a group and its logs. */
export type GroupOutline = Pick<ContainerGroupSpec, 'name'> & {
  containers: Array<Pick<ContainerSpec, 'name' | 'image'>>;
  initContainers?: Array<Pick<ContainerSpec, 'name'>>;
};

/** Containers whose log is archived under a run and its attempt. */
export type LogSource = { group: string; runId: string; attempt: number; containers: string[] };

/** One archived log. A group's only container needs no name. */
export type LogName = { runId: string; attempt: number; container?: string };

/** A group that nobody needs any more. The end of its log is archived before it goes. */
export type GroupRemoval = LogSource & {
  /** ISO: until then the group stays, to be looked at. */
  keepUntil?: string;
  /** Containers that said themselves that they had ended: they print until they exit, which takes some a moment longer. Absent where none did. */
  reported?: string[];
  /** Only the sweep found it: nobody else would have had it removed. */
  isOrphan?: boolean;
};
/** `left`: Azure did not let it go in time; the sweep tries again. */
export type RemovalOutcome = { kind: 'gone' | 'kept' | 'left' };

/** `hub`: only groups with this hub tag are this app's. */
export type SweepRequest = { hub: string };
export type SweepOutcome = { seen: number; removed: string[]; failed: string[] };

/** The custom status of `runContainer`. */
export type ContainerRunStatus = {
  kind: 'container';
  attempt: number;
  group: string;
  image: string;
  state: 'queued' | 'creating' | 'waiting' | 'running' | 'ended';
  /** While queued: what the run waits for. */
  waitsFor?: string;
  /** While running: where the container says it is. */
  step?: string;
  startedAt?: string;
  exitCode?: number;
  /** As they were seen or reported last; absent before. */
  containers?: ContainerSummary[];
  /** Of the attempts before this one. */
  usage?: ContainerUsage;
};
