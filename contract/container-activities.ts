import type { Cancelled } from './cancellation.ts';
import type {
  ContainerGroupState,
  ContainerSpec,
  CreateOutcome,
  Placement,
  TaggedContainerGroup,
} from './containers.ts';
import type { RunState } from './runs.ts';

/** What goes into and comes out of each activity about container groups. */
export type ContainerActivities = {
  /** Creates the container group of one attempt, unless the run was cancelled meanwhile. */
  createContainerGroup(input: {
    group: string;
    runId: string;
    attempt: number;
    spec: ContainerSpec;
    placement: Placement;
  }): CreateOutcome | Cancelled;
  getContainerState(input: { group: string }): ContainerGroupState;
  /** Archives what is new in the container's log; a log that cannot be read never fails a run. */
  captureLogs(input: {
    group: string;
    runId: string;
    attempt: number;
  }): { kind: 'captured'; bytes: number } | { kind: 'notCaptured'; message: string };
  deleteContainerGroup(input: { group: string }): { kind: 'gone' | 'deleting' };
  /** Marks a failed group to be left alone until then; the sweep deletes it afterwards. */
  keepContainerGroup(input: { group: string; until: string }): { kind: 'kept' };
  listContainerGroups(input: Record<string, never>): { groups: TaggedContainerGroup[] };
  getRunStates(input: { ids: string[] }): { states: Record<string, RunState> };
};

const names: Record<keyof ContainerActivities, true> = {
  createContainerGroup: true,
  getContainerState: true,
  captureLogs: true,
  deleteContainerGroup: true,
  keepContainerGroup: true,
  listContainerGroups: true,
  getRunStates: true,
};

export const containerActivityNames = Object.keys(names) as Array<keyof ContainerActivities>;
