import type { ProcessIdentity } from '../runtime/container-runtime.ts';
import type { GroupBody } from './group-body.ts';

/** The wire shape of `currentState` and `previousState`; times are ISO strings. */
export type ContainerState = {
  state: 'Waiting' | 'Running' | 'Terminated';
  startTime?: string;
  exitCode?: number;
  finishTime?: string;
  detailStatus: string;
};

/** The wire shape of an event; repeats raise `count`. */
export type GroupEvent = {
  count: number;
  firstTimestamp: string;
  lastTimestamp: string;
  name: string;
  message: string;
  type: 'Normal' | 'Warning';
};

/** What is known of one container; no `currentState` until a node has reported. */
export type ContainerRecord = {
  name: string;
  restartCount: number;
  currentState?: ContainerState;
  previousState?: ContainerState;
  events: GroupEvent[];
  process?: ProcessIdentity;
};

export type GroupState = 'Pending' | 'Running' | 'Stopped' | 'Succeeded' | 'Failed';

/** A container group as it is kept: everything but its secrets, which stay in memory. */
export type GroupRecord = {
  id: string;
  subscription: string;
  resourceGroup: string;
  name: string;
  body: GroupBody;
  /** Whether the body had secret values, which a restart of the emulator loses. */
  hasSecrets: boolean;
  provisioningState: 'Pending' | 'Creating' | 'Succeeded' | 'Failed';
  state: GroupState;
  events: GroupEvent[];
  initContainers: ContainerRecord[];
  containers: ContainerRecord[];
  ip?: string;
};

export function newContainerRecord(name: string): ContainerRecord {
  return { name, restartCount: 0, events: [] };
}

/** Adds an event, or counts it when the latest of its name says the same. */
export function addEvent(
  events: GroupEvent[],
  nowMs: number,
  event: Pick<GroupEvent, 'name' | 'message' | 'type'>,
): void {
  // Events are dated in whole seconds, states in milliseconds.
  const timestamp = `${new Date(nowMs).toISOString().slice(0, 19)}Z`;
  const same = events.find(({ name, message }) => name === event.name && message === event.message);
  if (same) {
    same.count++;
    same.lastTimestamp = timestamp;
  } else {
    events.push({ count: 1, firstTimestamp: timestamp, lastTimestamp: timestamp, ...event });
  }
}
