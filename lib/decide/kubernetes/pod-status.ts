import type { Container, ContainerStatus, Pod, PodCondition, PodStatus } from 'kubernetes-types/core/v1.js';
import type { ContainerEnd, ContainerGroupState } from '../../../contract/containers.ts';
import type { PodNews } from '../../../contract/pods.ts';
import type { ContainerVerdict } from '../containers/container-verdict.ts';
import { containerStatus, seconds } from './container-status.ts';
import { type MissingReference, referenceText } from './findings.ts';
import { failureReason } from './pod-verdict.ts';

type Present = Extract<ContainerGroupState, { kind: 'present' }>;
type Condition = { type: string; holds: boolean; reason?: string | undefined; message?: string };

/** A pod that has been taken, and whose group is to be made. */
export function acceptedStatus(pod: Pod, now: string): PodStatus {
  return statusOf(pod, now, { phase: 'Pending', scheduled: { type: 'PodScheduled', holds: true } });
}

/** A pod that waits for objects it refers to. */
export function lackingStatus(pod: Pod, missing: readonly MissingReference[], now: string): PodStatus {
  const [first] = missing;
  const message = first ? `${referenceText(first)} not found` : '';
  const waiting = { reason: 'CreateContainerConfigError', message };
  return {
    ...acceptedStatus(pod, now),
    containerStatuses: waitingContainers(pod.spec?.containers, waiting),
  };
}

/** A pod that has no group, by what happened. */
export function statusAfter(pod: Pod, news: PodNews, now: string): PodStatus {
  switch (news.kind) {
    case 'unschedulable': {
      const scheduled = {
        type: 'PodScheduled',
        holds: false,
        reason: 'Unschedulable',
        message: news.message,
      };
      return statusOf(pod, now, { phase: 'Pending', scheduled });
    }
    case 'imagePull': {
      const waiting = { reason: 'ImagePullBackOff', message: news.message };
      return {
        ...acceptedStatus(pod, now),
        containerStatuses: waitingContainers(pod.spec?.containers, waiting),
      };
    }
    case 'failed':
      return {
        ...statusOf(pod, now, { phase: 'Failed', scheduled: { type: 'PodScheduled', holds: true } }),
        reason: news.reason,
        message: news.message,
      };
  }
}

/** A pod by what Azure shows of its group, unless it goes on in another one. */
export function observedStatus(
  pod: Pod,
  { state, verdict }: { state: Present; verdict: ContainerVerdict },
  now: string,
): PodStatus {
  const { containers = [], initContainers = [] } = pod.spec ?? {};
  const named = (name: string) =>
    [...state.containers, ...state.initContainers].find((each) => each.name === name);
  const inits = initContainers.map((each) => containerStatus(each, named(each.name), 'PodInitializing'));
  const initialized = inits.every((each) => each.state?.terminated?.exitCode === 0);
  const waitsFor = initialized ? 'ContainerCreating' : 'PodInitializing';
  const mains = containers.map((each) => containerStatus(each, named(each.name), waitsFor, state.events));
  const phase = phaseOf(verdict, mains);
  const over = phase === 'Succeeded' || phase === 'Failed';
  const ready = mains.length > 0 && mains.every((each) => each.ready);
  const why =
    phase === 'Succeeded' ? 'PodCompleted' : phase === 'Failed' ? 'PodFailed' : 'ContainersNotReady';
  const end = over && verdict.kind === 'ended' ? failureOf(verdict.end) : {};
  return {
    ...statusOf(pod, now, {
      phase,
      scheduled: { type: 'PodScheduled', holds: true },
      more: [
        {
          type: 'Initialized',
          holds: initialized,
          reason: initialized ? undefined : 'ContainersNotInitialized',
        },
        { type: 'ContainersReady', holds: ready, reason: ready ? undefined : why },
        { type: 'Ready', holds: ready, reason: ready ? undefined : why },
      ],
    }),
    ...end,
    containerStatuses: mains,
    ...(inits.length > 0 ? { initContainerStatuses: inits } : {}),
    ...(state.ip
      ? { podIP: state.ip, podIPs: [{ ip: state.ip }], hostIP: state.ip, hostIPs: [{ ip: state.ip }] }
      : {}),
  };
}

/** A pod that ended with its group gone, or its time over: its containers as they were seen last. */
export function endedStatus(pod: Pod, end: ContainerEnd, now: string): PodStatus {
  const { containerStatuses, initContainerStatuses, podIP, podIPs } = pod.status ?? {};
  const stopped = containerStatuses?.map((each) => ({ ...each, ready: false, started: false }));
  return {
    ...statusOf(pod, now, { phase: 'Failed', scheduled: { type: 'PodScheduled', holds: true } }),
    ...failureOf(end),
    ...(stopped ? { containerStatuses: stopped } : {}),
    ...(initContainerStatuses ? { initContainerStatuses } : {}),
    ...(podIP ? { podIP } : {}),
    ...(podIPs ? { podIPs } : {}),
  };
}

export function isOver({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

function phaseOf(
  verdict: ContainerVerdict,
  containers: readonly ContainerStatus[],
): NonNullable<PodStatus['phase']> {
  if (verdict.kind === 'ended') return verdict.end.kind === 'succeeded' ? 'Succeeded' : 'Failed';
  const begun = containers.some(({ state, restartCount = 0 }) => !state?.waiting || restartCount > 0);
  return begun ? 'Running' : 'Pending';
}

function failureOf(end: ContainerEnd): { reason?: string; message?: string } {
  const reason = failureReason(end);
  return reason && 'message' in end ? { reason, message: end.message } : {};
}

function statusOf(
  { status = {}, spec }: Pod,
  now: string,
  { phase, scheduled, more = [] }: { phase: string; scheduled: Condition; more?: Condition[] },
): PodStatus {
  return {
    phase,
    startTime: status.startTime ?? seconds(now),
    qosClass: status.qosClass ?? qosClassOf(spec?.containers),
    conditions: [scheduled, ...more].map((condition) => conditionOf(status.conditions, condition, now)),
  };
}

/** Its time is that of the last change. */
function conditionOf(
  before: readonly PodCondition[] = [],
  { type, holds, reason, message }: Condition,
  now: string,
): PodCondition {
  const status = holds ? 'True' : 'False';
  const old = before.find((each) => each.type === type && each.status === status);
  return {
    type,
    status,
    lastTransitionTime: old?.lastTransitionTime ?? seconds(now),
    ...(reason ? { reason } : {}),
    ...(message ? { message } : {}),
  };
}

function waitingContainers(
  containers: readonly Container[] = [],
  waiting: { reason: string; message: string },
): ContainerStatus[] {
  return containers.map((container) => ({
    ...containerStatus(container, undefined, ''),
    state: { waiting },
  }));
}

/** How sure a pod is of its resources, as Kubernetes classes it. */
function qosClassOf(containers: readonly Container[] = []): string {
  const sizes = containers.map(({ resources = {} }) => resources);
  if (sizes.every(({ requests = {}, limits = {} }) => Object.keys({ ...requests, ...limits }).length === 0))
    return 'BestEffort';
  const guaranteed = sizes.every(({ requests, limits = {} }) =>
    ['cpu', 'memory'].every(
      (name) => limits[name] !== undefined && (requests?.[name] ?? limits[name]) === limits[name],
    ),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}
