import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ContainerEvent, ContainerGroupState, ContainerState } from '../../../../contract/containers.ts';
import {
  type ContainerVerdict,
  containerVerdict,
} from '../../../../lib/decide/containers/container-verdict.ts';

type Present = Extract<ContainerGroupState, { kind: 'present' }>;

function aGroup(overrides: Partial<Present> = {}): Present {
  return { kind: 'present', provisioningState: 'Succeeded', events: [], ...overrides };
}

function aContainer(state: ContainerState['state'], overrides: Partial<ContainerState> = {}): ContainerState {
  return { state, restartCount: 0, ...overrides };
}

function anEvent(name: string, overrides: Partial<ContainerEvent> = {}): ContainerEvent {
  return { name, message: `about ${name}`, warning: true, count: 1, ...overrides };
}

const running = aContainer('running', { startedAt: '2026-01-01T00:00:00.000Z' });

type Row = {
  title: string;
  state: ContainerGroupState;
  provisioningExpired?: boolean;
  runningExpired?: boolean;
  verdict: ContainerVerdict['kind'] | Extract<ContainerVerdict, { kind: 'ended' }>['outcome']['kind'];
};

const rows: Row[] = [
  { title: 'a group that is gone has vanished', state: { kind: 'absent' }, verdict: 'vanished' },

  // Still on its way.
  {
    title: 'a group that is being created is provisioning',
    state: aGroup({ provisioningState: 'Pending' }),
    verdict: 'provisioning',
  },
  { title: 'a group that no node has reported on is provisioning', state: aGroup(), verdict: 'provisioning' },
  {
    title: 'a waiting container is provisioning',
    state: aGroup({ container: aContainer('waiting') }),
    verdict: 'provisioning',
  },
  {
    title: 'a group in a state Azure does not document is provisioning',
    state: aGroup({ provisioningState: 'Repairing' }),
    verdict: 'provisioning',
  },
  {
    title: 'a pull that failed twice may still come right',
    state: aGroup({ events: [anEvent('Failed', { count: 2 })] }),
    verdict: 'provisioning',
  },
  {
    title: 'a shortage of capacity may still pass',
    state: aGroup({ events: [anEvent('InsufficientCapacity.')] }),
    verdict: 'provisioning',
  },
  {
    title: 'an event that is no warning is no failed pull',
    state: aGroup({ events: [anEvent('Failed', { warning: false, count: 9 })] }),
    verdict: 'provisioning',
  },
  {
    title: 'a warning of another kind is no failed pull',
    state: aGroup({ events: [anEvent('FailedMount', { count: 9 })] }),
    verdict: 'provisioning',
  },

  // Running.
  { title: 'a running container is running', state: aGroup({ container: running }), verdict: 'running' },
  {
    title: 'a running container is running although the group says Pending',
    state: aGroup({ groupState: 'Pending', container: running }),
    verdict: 'running',
  },
  {
    title: 'a container that just started is running at the end of the provisioning time',
    state: aGroup({ container: running }),
    provisioningExpired: true,
    verdict: 'running',
  },
  {
    title: 'three restarts by the platform are tolerated',
    state: aGroup({ container: { ...running, restartCount: 3 } }),
    verdict: 'running',
  },

  // Ended by itself.
  {
    title: 'exit code 0 is a success',
    state: aGroup({ groupState: 'Succeeded', container: aContainer('terminated', { exitCode: 0 }) }),
    verdict: 'succeeded',
  },
  {
    title: 'another exit code is a failure',
    state: aGroup({ container: aContainer('terminated', { exitCode: 2 }) }),
    verdict: 'failed',
  },
  {
    title: 'an end without an exit code is a failure',
    state: aGroup({ container: aContainer('terminated') }),
    verdict: 'failed',
  },
  {
    title: 'a terminated container has ended although the group says Running',
    state: aGroup({ groupState: 'Running', container: aContainer('terminated', { exitCode: 0 }) }),
    verdict: 'succeeded',
  },
  {
    title: 'a success in the moment of the deadline is a success',
    state: aGroup({ container: aContainer('terminated', { exitCode: 0 }) }),
    runningExpired: true,
    verdict: 'succeeded',
  },
  {
    title: 'a success after many restarts is a success',
    state: aGroup({ container: aContainer('terminated', { exitCode: 0, restartCount: 9 }) }),
    verdict: 'succeeded',
  },
  {
    title: 'a group that succeeded needs no container to say so',
    state: aGroup({ groupState: 'Succeeded' }),
    verdict: 'succeeded',
  },

  // Ended by others.
  {
    title: 'exit code 7147 is the platform, gracefully',
    state: aGroup({ container: aContainer('terminated', { exitCode: 7147 }) }),
    verdict: 'killedByPlatform',
  },
  {
    title: 'exit code 7148 is the platform, by force',
    state: aGroup({ container: aContainer('terminated', { exitCode: 7148 }) }),
    verdict: 'killedByPlatform',
  },
  {
    title: 'a fourth restart is one too many',
    state: aGroup({ container: { ...running, restartCount: 4 } }),
    verdict: 'killedByPlatform',
  },
  {
    title: 'a group that somebody stopped has vanished',
    state: aGroup({ groupState: 'Stopped' }),
    verdict: 'vanished',
  },

  // Never started.
  {
    title: 'a pull that failed three times is hopeless',
    state: aGroup({ events: [anEvent('BackOff', { count: 3 })] }),
    verdict: 'imageNotAccessible',
  },
  {
    title: 'a failed pull of a group that failed is hopeless',
    state: aGroup({ provisioningState: 'Failed', events: [anEvent('Failed')] }),
    verdict: 'imageNotAccessible',
  },
  {
    title: 'a failed pull at the end of the provisioning time is hopeless',
    state: aGroup({ events: [anEvent('Failed')] }),
    provisioningExpired: true,
    verdict: 'imageNotAccessible',
  },
  {
    title: 'a shortage in a group that failed is one of capacity',
    state: aGroup({ provisioningState: 'Failed', events: [anEvent('InsufficientCapacity.')] }),
    verdict: 'capacity',
  },
  {
    title: 'a shortage at the end of the provisioning time is one of capacity',
    state: aGroup({ events: [anEvent('InsufficientCapacity.')] }),
    provisioningExpired: true,
    verdict: 'capacity',
  },
  {
    title: 'a group that could not be provisioned is stuck',
    state: aGroup({ provisioningState: 'Failed' }),
    verdict: 'stuckProvisioning',
  },
  {
    title: 'a group that failed before its container did is stuck',
    state: aGroup({ groupState: 'Failed' }),
    verdict: 'stuckProvisioning',
  },
  {
    title: 'a group that never started is stuck at the end of the provisioning time',
    state: aGroup({ provisioningState: 'Creating' }),
    provisioningExpired: true,
    verdict: 'stuckProvisioning',
  },

  // Too long.
  {
    title: 'a container still running at its deadline has exceeded it',
    state: aGroup({ container: running }),
    runningExpired: true,
    verdict: 'deadlineExceeded',
  },
  {
    title: 'a container that the platform is starting again at its deadline has exceeded it',
    state: aGroup({ groupState: 'Pending', container: aContainer('waiting', { restartCount: 1 }) }),
    runningExpired: true,
    verdict: 'deadlineExceeded',
  },
  {
    title: 'a group that shows no container at its deadline has exceeded it',
    state: aGroup(),
    runningExpired: true,
    verdict: 'deadlineExceeded',
  },
];

describe('the verdict on a container', () => {
  for (const { title, state, provisioningExpired = false, runningExpired = false, verdict } of rows) {
    test(title, () => {
      const decided = containerVerdict({ state, provisioningExpired, runningExpired });
      expect(decided.kind === 'ended' ? decided.outcome.kind : decided.kind).toBe(verdict);
    });
  }

  test('says since when the container runs, where Azure does', () => {
    const at = { provisioningExpired: false, runningExpired: false };
    expect(containerVerdict({ ...at, state: aGroup({ container: running }) })).toEqual({
      kind: 'running',
      startedAt: running.startedAt,
    });
    expect(containerVerdict({ ...at, state: aGroup({ container: aContainer('running') }) })).toEqual({
      kind: 'running',
    });
  });

  test.each<[Pick<ContainerState, 'exitCode' | 'detail'>, string]>([
    [{ exitCode: 2, detail: 'Error' }, 'The container ended with exit code 2.'],
    [
      { exitCode: 3, detail: 'ContainerCannotRun' },
      'The container ended with exit code 3. ContainerCannotRun',
    ],
    [
      { exitCode: 137 },
      'The container ended with exit code 137. It was killed, most likely for using more memory than it may.',
    ],
    [{}, 'The container ended with exit code unknown.'],
  ])('tells a person what exit %o means', (end, message) => {
    const state = aGroup({ container: aContainer('terminated', end) });
    const decided = containerVerdict({ state, provisioningExpired: false, runningExpired: false });
    expect(decided).toMatchObject({ outcome: { kind: 'failed', exitCode: end.exitCode ?? -1, message } });
  });

  test("gives the platform's last warning as the reason of a group that never started", () => {
    const events = [
      anEvent('FailedMount', { message: 'first' }),
      anEvent('FailedMount', { message: 'last' }),
      anEvent('Pulling', { warning: false }),
    ];
    const decided = containerVerdict({
      state: aGroup({ events }),
      provisioningExpired: true,
      runningExpired: false,
    });
    expect(decided).toEqual({ kind: 'ended', outcome: { kind: 'stuckProvisioning', message: 'last' } });
  });

  test('always ends at the running deadline, whatever Azure shows', () => {
    fc.assert(
      fc.property(anyState, fc.boolean(), (state, provisioningExpired) => {
        expect(containerVerdict({ state, provisioningExpired, runningExpired: true }).kind).toBe('ended');
      }),
    );
  });

  test('is never still provisioning at the provisioning deadline', () => {
    fc.assert(
      fc.property(anyState, fc.boolean(), (state, runningExpired) => {
        const { kind } = containerVerdict({ state, provisioningExpired: true, runningExpired });
        expect(kind).not.toBe('provisioning');
      }),
    );
  });
});

const anyState: fc.Arbitrary<ContainerGroupState> = fc.oneof(
  fc.constant({ kind: 'absent' } as const),
  fc.record(
    {
      kind: fc.constant('present' as const),
      provisioningState: fc.constantFrom(
        'Pending',
        'Creating',
        'Succeeded',
        'Failed',
        'Unhealthy',
        'Unknown',
      ),
      groupState: fc.constantFrom('Pending', 'Running', 'Stopped', 'Succeeded', 'Failed'),
      container: fc.record(
        {
          state: fc.constantFrom('waiting' as const, 'running' as const, 'terminated' as const),
          restartCount: fc.nat(6),
          exitCode: fc.constantFrom(0, 1, 137, 7147, 7148),
        },
        { requiredKeys: ['state', 'restartCount'] },
      ),
      events: fc.array(
        fc.record({
          name: fc.constantFrom(
            'Pulling',
            'Failed',
            'BackOff',
            'Started',
            'InsufficientCapacity.',
            'FailedMount',
          ),
          message: fc.constant('text'),
          warning: fc.boolean(),
          count: fc.integer({ min: 1, max: 5 }),
        }),
      ),
    },
    { requiredKeys: ['kind', 'provisioningState', 'events'] },
  ),
);
