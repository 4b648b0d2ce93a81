import type {
  Container,
  ContainerStatus,
  ContainerState as PodContainerState,
} from 'kubernetes-types/core/v1.js';
import type { ContainerEvent, ContainerState } from '../../../contract/containers.ts';

/** Linux's code for a process that was killed; in a container that nobody stopped, by the memory limit. */
const killedExitCode = 137;

/** What Kubernetes shows of one container. `waitsFor`: why one that has not begun waits, where its events don't say. */
export function containerStatus(
  { name, image = '' }: Container,
  state: ContainerState | undefined,
  waitsFor: string,
  groupEvents: readonly ContainerEvent[] = [],
): ContainerStatus {
  const running = state?.state === 'running';
  const done = state?.state === 'terminated' && state.exitCode === 0;
  return {
    name,
    image,
    imageID: '',
    ready: running,
    started: running,
    restartCount: state?.restartCount ?? 0,
    state: shownState(state, waitsFor, groupEvents),
    lastState: {},
    ...(done ? { started: false } : {}),
  };
}

function shownState(
  state: ContainerState | undefined,
  waitsFor: string,
  groupEvents: readonly ContainerEvent[],
): PodContainerState {
  if (state?.state === 'running')
    return { running: state.startedAt ? { startedAt: seconds(state.startedAt) } : {} };
  if (state?.state === 'terminated') return { terminated: terminatedState(state) };
  return { waiting: waitingState(state, waitsFor, groupEvents) };
}

function terminatedState({ exitCode = -1, detail, startedAt, finishedAt }: ContainerState) {
  const reason = exitCode === 0 ? 'Completed' : exitCode === killedExitCode ? 'OOMKilled' : 'Error';
  return {
    exitCode,
    reason,
    ...(detail && detail !== reason ? { message: detail } : {}),
    ...(startedAt ? { startedAt: seconds(startedAt) } : {}),
    ...(finishedAt ? { finishedAt: seconds(finishedAt) } : {}),
  };
}

function waitingState(
  state: ContainerState | undefined,
  waitsFor: string,
  groupEvents: readonly ContainerEvent[],
): { reason: string; message?: string } {
  const trouble = [...groupEvents, ...(state?.events ?? [])].filter(
    ({ warning, name }) => warning && (name === 'Failed' || name === 'BackOff'),
  );
  if (state && state.restartCount > 0) return { reason: 'CrashLoopBackOff' };
  const last = trouble.at(-1);
  if (!last) return { reason: waitsFor };
  return { reason: last.name === 'BackOff' ? 'ImagePullBackOff' : 'ErrImagePull', message: last.message };
}

/** Times of Kubernetes have no fractions. */
export function seconds(iso: string): string {
  return `${iso.slice(0, 19)}Z`;
}
