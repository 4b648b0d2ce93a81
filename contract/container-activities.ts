import type { Cancelled } from './cancellation.ts';
import type { GroupRemoval, LogSource } from './container-runs.ts';
import type { ContainerGroupSpec, Placement } from './container-specs.ts';
import type { ContainerGroupState, CreateOutcome, Owner, TaggedContainerGroup } from './containers.ts';
import type { ClaimAnswer, CreationClaim } from './creation-budget.ts';
import type { RunState } from './runs.ts';

/** What goes into and comes out of each activity about container groups. */
export type ContainerActivities = {
  /** Gives the room of a group back, and wakes the runs whose turn it is. */
  releaseCreation(input: { group: string }): { kind: 'released' };
  /** Takes back the room of runs that have ended without giving it back. */
  releaseLostCreations(input: Record<string, never>): { released: string[] };
  /** Nobody creates in a region for a while that has just refused somebody for its quota. */
  pauseCreations(input: { region: string }): { kind: 'paused' };
  /**
   * Claims room for the container group of one attempt and creates it as soon as it has that; asked again, it says how that
   * stands. Nothing is created for a run that was cancelled.
   */
  createContainerGroup(input: {
    room: CreationClaim;
    owner: Owner;
    attempt: number;
    spec: ContainerGroupSpec;
    placement: Placement;
  }): CreateOutcome | Cancelled | Exclude<ClaimAnswer, { kind: 'granted' }>;
  getContainerState(input: { group: string }): ContainerGroupState;
  /** Archives what is new in the containers' logs, and says how the group stands. */
  observeGroup(input: LogSource): ContainerGroupState;
  /** Archives what is new in the containers' logs; a log that cannot be read never fails a run. */
  captureLogs(
    input: LogSource,
  ): { kind: 'captured'; bytes: number } | { kind: 'notCaptured'; message: string };
  /** Has a group removed by a run of its own, so that nobody has to wait for it. */
  startRemoval(input: GroupRemoval): { kind: 'started' };
  /**
   * Archives the end of a group's log, deletes it and, once it is gone, gives its room to others. `printing`: one of the containers
   * that `reported` runs on, so that nothing is deleted yet.
   */
  removeContainerGroup(input: LogSource & Pick<GroupRemoval, 'reported'>): {
    kind: 'gone' | 'deleting' | 'printing';
  };
  /** Marks a failed group to be left alone until then; the sweep deletes it afterwards. */
  keepContainerGroup(input: { group: string; until: string }): { kind: 'kept' };
  listContainerGroups(input: Record<string, never>): { groups: TaggedContainerGroup[] };
  getRunStates(input: { ids: string[] }): { states: Record<string, RunState> };
};

const names: Record<keyof ContainerActivities, true> = {
  releaseCreation: true,
  releaseLostCreations: true,
  pauseCreations: true,
  createContainerGroup: true,
  getContainerState: true,
  observeGroup: true,
  captureLogs: true,
  startRemoval: true,
  removeContainerGroup: true,
  keepContainerGroup: true,
  listContainerGroups: true,
  getRunStates: true,
};

export const containerActivityNames = Object.keys(names) as Array<keyof ContainerActivities>;
