import type { Pod } from 'kubernetes-types/core/v1.js';
import { describe, expect, test } from 'vitest';
import type { ContainerEvent, ContainerGroupState, ContainerState } from '../../../../contract/containers.ts';
import {
  acceptedStatus,
  endedStatus,
  lackingStatus,
  observedStatus,
  statusAfter,
} from '../../../../lib/decide/kubernetes/pod-status.ts';
import { isTriedAgain, podVerdict } from '../../../../lib/decide/kubernetes/pod-verdict.ts';
import { aContainer, aPod } from './a-pod.ts';

type Present = Extract<ContainerGroupState, { kind: 'present' }>;

const now = '2026-01-01T00:01:00.500Z';

const container = (overrides: Partial<ContainerState> = {}): ContainerState => ({
  name: 'main',
  state: 'waiting',
  restartCount: 0,
  events: [],
  ...overrides,
});
const group = (containers: ContainerState[], overrides: Partial<Present> = {}): Present => ({
  kind: 'present',
  provisioningState: 'Succeeded',
  groupState: 'Running',
  containers,
  initContainers: [],
  events: [],
  ...overrides,
});
const warning = (name: string, message: string, count = 1): ContainerEvent => ({
  name,
  message,
  warning: true,
  count,
});

type Policy = 'Never' | 'OnFailure' | 'Always';

function verdictOf(state: ContainerGroupState, restartPolicy: Policy = 'Never', expired = {}) {
  return podVerdict({
    state,
    restartPolicy,
    provisioningExpired: false,
    provisioningDeadlineSeconds: 1_800,
    deadlineExpired: false,
    ...expired,
  });
}

function statusOf(pod: Pod, state: Present, restartPolicy: Policy = 'Never') {
  return observedStatus(pod, { state, verdict: verdictOf(state, restartPolicy) }, now);
}

const stateOf = (state: Present) => statusOf(aPod(), state).containerStatuses?.[0]?.state;

describe('the status of a container', () => {
  const ended = { startedAt: '2026-01-01T00:00:00.100Z', finishedAt: '2026-01-01T00:00:09.900Z' };
  test.each<[Partial<ContainerState>, object]>([
    [{}, { waiting: { reason: 'ContainerCreating' } }],
    [{ state: 'running', startedAt: ended.startedAt }, { running: { startedAt: '2026-01-01T00:00:00Z' } }],
    [
      { state: 'terminated', exitCode: 3, detail: 'Error', ...ended },
      {
        terminated: {
          exitCode: 3,
          reason: 'Error',
          startedAt: '2026-01-01T00:00:00Z',
          finishedAt: '2026-01-01T00:00:09Z',
        },
      },
    ],
    [
      { state: 'terminated', exitCode: 0, detail: 'Completed' },
      { terminated: { exitCode: 0, reason: 'Completed' } },
    ],
    [
      { state: 'terminated', exitCode: 137, detail: 'OOMKilled' },
      { terminated: { exitCode: 137, reason: 'OOMKilled' } },
    ],
    [
      { events: [warning('Failed', 'no image')] },
      { waiting: { reason: 'ErrImagePull', message: 'no image' } },
    ],
    [
      { events: [warning('Failed', 'no image'), warning('BackOff', 'later')] },
      { waiting: { reason: 'ImagePullBackOff', message: 'later' } },
    ],
    [{ restartCount: 2 }, { waiting: { reason: 'CrashLoopBackOff' } }],
  ])('%j is %j', (overrides, state) => {
    expect(stateOf(group([container(overrides)]))).toEqual(state);
  });
});

describe('the status of a pod', () => {
  test('is pending until a container has begun, with the reason of each condition', () => {
    const status = statusOf(aPod(), group([container()]));
    expect(status).toMatchObject({
      phase: 'Pending',
      startTime: '2026-01-01T00:01:00Z',
      qosClass: 'BestEffort',
    });
    expect(status.conditions?.map(({ type, status: is, reason }) => [type, is, reason])).toEqual([
      ['PodScheduled', 'True', undefined],
      ['Initialized', 'True', undefined],
      ['ContainersReady', 'False', 'ContainersNotReady'],
      ['Ready', 'False', 'ContainersNotReady'],
    ]);
  });

  test('has its address, and the time since when a condition holds', () => {
    const running = group([container({ state: 'running' })], { ip: '20.1.2.3' });
    const before = statusOf(aPod(), running);
    const after = observedStatus(
      { ...aPod(), status: before },
      { state: running, verdict: verdictOf(running) },
      '2026-01-01T01:00:00Z',
    );
    expect(after).toEqual(before);
    expect(after).toMatchObject({
      phase: 'Running',
      podIP: '20.1.2.3',
      podIPs: [{ ip: '20.1.2.3' }],
      hostIP: '20.1.2.3',
    });
  });

  test('waits for its init containers', () => {
    const pod = aPod({ initContainers: [aContainer({ name: 'init' })] });
    const status = statusOf(
      pod,
      group([container()], { initContainers: [container({ name: 'init', state: 'running' })] }),
    );
    expect(status).toMatchObject({
      phase: 'Pending',
      containerStatuses: [{ state: { waiting: { reason: 'PodInitializing' } } }],
      initContainerStatuses: [{ name: 'init', state: { running: {} } }],
    });
  });

  test.each<[string, ContainerState[]]>([
    ['Succeeded', [container({ state: 'terminated', exitCode: 0 })]],
    ['Failed', [container({ state: 'terminated', exitCode: 1 })]],
    [
      'Running',
      [container({ state: 'terminated', exitCode: 1 }), container({ name: 'other', state: 'running' })],
    ],
    [
      'Failed',
      [
        container({ state: 'terminated', exitCode: 1 }),
        container({ name: 'other', state: 'terminated', exitCode: 0 }),
      ],
    ],
  ])('is %s by all its containers', (phase, containers) => {
    const pod = aPod({ containers: containers.map(({ name }) => aContainer({ name })) });
    expect(statusOf(pod, group(containers)).phase).toBe(phase);
  });

  test.each<[string, object]>([
    ['BestEffort', {}],
    ['Burstable', { requests: { cpu: '1' } }],
    ['Guaranteed', { limits: { cpu: '1', memory: '1G' } }],
    ['Guaranteed', { requests: { cpu: '1' }, limits: { cpu: '1', memory: '1G' } }],
    ['Burstable', { requests: { cpu: '500m' }, limits: { cpu: '1', memory: '1G' } }],
  ])('is of the class %s by its resources', (qosClass, resources) => {
    expect(acceptedStatus(aPod({ containers: [aContainer({ resources })] }), now).qosClass).toBe(qosClass);
  });

  test('says what it lacks, what it waits for, and why it failed', () => {
    const missing = { field: 'spec.x', resource: 'secrets' as const, name: 'db', key: 'password' };
    expect(lackingStatus(aPod(), [missing], now).containerStatuses?.[0]?.state?.waiting).toEqual({
      reason: 'CreateContainerConfigError',
      message: 'key "password" of the secret "db" not found',
    });
    expect(statusAfter(aPod(), { kind: 'unschedulable', message: 'full' }, now)).toMatchObject({
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: 'full' }],
    });
    expect(endedStatus(aPod(), { kind: 'vanished', message: 'gone' }, now)).toMatchObject({
      phase: 'Failed',
      reason: 'NotFound',
      message: 'gone',
    });
  });
});

describe('a pod', () => {
  test('that is to run for ever goes on in a new group when Azure has ended its own', () => {
    const over = group([container({ state: 'terminated', exitCode: 0 })], { groupState: 'Succeeded' });
    const verdict = verdictOf(over, 'Always');
    expect(verdict).toMatchObject({ kind: 'ended', end: { kind: 'succeeded' } });
    expect(verdict.kind === 'ended' && isTriedAgain(verdict.end, 'Always')).toBe(true);
    expect(verdict.kind === 'ended' && isTriedAgain(verdict.end, 'Never')).toBe(false);
  });

  test.each<[string, Present, object]>([
    ['imageNotAccessible', group([container({ events: [warning('Failed', 'x', 3)] })]), {}],
    ['stuckProvisioning', group([container()]), { provisioningExpired: true }],
    [
      'capacity',
      group([container()], { provisioningState: 'Failed', events: [warning('InsufficientCapacity.', 'x')] }),
      {},
    ],
  ])('that never ran is tried again: %s', (kind, state, expired) => {
    const verdict = verdictOf(state, 'Never', expired);
    expect(verdict).toMatchObject({ kind: 'ended', end: { kind } });
    expect(verdict.kind === 'ended' && isTriedAgain(verdict.end, 'Never')).toBe(true);
  });

  test('has had its time whatever its containers do', () => {
    expect(
      verdictOf(group([container({ state: 'running' })]), 'Always', { deadlineExpired: true }),
    ).toMatchObject({
      kind: 'ended',
      end: { kind: 'deadlineExceeded' },
    });
  });
});
