import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type {
  ContainerEnd,
  ContainerEvent,
  ContainerGroupState,
  ContainerState,
} from '../../../../contract/containers.ts';
import {
  type ContainerVerdict,
  type ContainerVerdictInput,
  containerVerdict,
} from '../../../../lib/decide/containers/container-verdict.ts';

type Present = Extract<ContainerGroupState, { kind: 'present' }>;

function aGroup(overrides: Partial<Present> = {}): Present {
  return {
    kind: 'present',
    provisioningState: 'Succeeded',
    containers: [aContainer('waiting')],
    initContainers: [],
    events: [],
    ...overrides,
  };
}

function aContainer(state: ContainerState['state'], overrides: Partial<ContainerState> = {}): ContainerState {
  return { name: 'main', state, restartCount: 0, events: [], ...overrides };
}

function anEvent(name: string, overrides: Partial<ContainerEvent> = {}): ContainerEvent {
  return { name, message: `about ${name}`, warning: true, count: 1, ...overrides };
}

/** On a group whose containers are all essential, unless it says otherwise. */
function verdictOn(
  input: Partial<ContainerVerdictInput> & Pick<ContainerVerdictInput, 'state'>,
): ContainerVerdict {
  return containerVerdict({
    containers: [],
    provisioningDeadlineSeconds: 600,
    runningDeadlineSeconds: 900,
    provisioningExpired: false,
    runningExpired: false,
    ...input,
  });
}

const running = aContainer('running', { startedAt: '2026-01-01T00:00:00.000Z' });

function exited(name: string, exitCode: number): ContainerState {
  return aContainer('terminated', { name, exitCode });
}

type Row = {
  title: string;
  state: ContainerGroupState;
  /** Containers that are not essential. */
  helpers?: string[];
  /** Containers that reported a success. */
  reported?: string[];
  restartPolicy?: ContainerVerdictInput['restartPolicy'];
  provisioningExpired?: boolean;
  runningExpired?: boolean;
  verdict: ContainerVerdict['kind'] | ContainerEnd['kind'];
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
    state: aGroup({ containers: [aContainer('waiting')] }),
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
  { title: 'a running container is running', state: aGroup({ containers: [running] }), verdict: 'running' },
  {
    title: 'a running container is running although the group says Pending',
    state: aGroup({ groupState: 'Pending', containers: [running] }),
    verdict: 'running',
  },
  {
    title: 'a container that just started is running at the end of the provisioning time',
    state: aGroup({ containers: [running] }),
    provisioningExpired: true,
    verdict: 'running',
  },
  {
    title: 'three restarts by the platform are tolerated',
    state: aGroup({ containers: [{ ...running, restartCount: 3 }] }),
    verdict: 'running',
  },

  // Ended by itself.
  {
    title: 'exit code 0 is a success',
    state: aGroup({ groupState: 'Succeeded', containers: [aContainer('terminated', { exitCode: 0 })] }),
    verdict: 'succeeded',
  },
  {
    title: 'another exit code is a failure',
    state: aGroup({ containers: [aContainer('terminated', { exitCode: 2 })] }),
    verdict: 'failed',
  },
  {
    title: 'an end without an exit code is a failure',
    state: aGroup({ containers: [aContainer('terminated')] }),
    verdict: 'failed',
  },
  {
    title: 'a terminated container has ended although the group says Running',
    state: aGroup({ groupState: 'Running', containers: [aContainer('terminated', { exitCode: 0 })] }),
    verdict: 'succeeded',
  },
  {
    title: 'a success in the moment of the deadline is a success',
    state: aGroup({ containers: [aContainer('terminated', { exitCode: 0 })] }),
    runningExpired: true,
    verdict: 'succeeded',
  },
  {
    title: 'a success after many restarts is a success',
    state: aGroup({ containers: [aContainer('terminated', { exitCode: 0, restartCount: 9 })] }),
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
    state: aGroup({ containers: [aContainer('terminated', { exitCode: 7147 })] }),
    verdict: 'killedByPlatform',
  },
  {
    title: 'exit code 7148 is the platform, by force',
    state: aGroup({ containers: [aContainer('terminated', { exitCode: 7148 })] }),
    verdict: 'killedByPlatform',
  },
  {
    title: 'a fourth restart is one too many',
    state: aGroup({ containers: [{ ...running, restartCount: 4 }] }),
    verdict: 'killedByPlatform',
  },
  {
    title: 'a group that somebody stopped has vanished',
    state: aGroup({ groupState: 'Stopped' }),
    verdict: 'vanished',
  },

  {
    title: 'a container that was killed when somebody stopped its group has vanished',
    state: aGroup({ groupState: 'Stopped', containers: [exited('main', 137)] }),
    verdict: 'vanished',
  },
  {
    title: 'a container that was asked to end when somebody stopped its group has vanished',
    state: aGroup({ groupState: 'Stopped', containers: [exited('main', 143)] }),
    verdict: 'vanished',
  },
  {
    title: 'a container that had failed before somebody stopped its group has failed',
    state: aGroup({ groupState: 'Stopped', containers: [exited('main', 2)] }),
    verdict: 'failed',
  },
  {
    title: 'a container that was killed while nobody stopped its group is out of memory',
    state: aGroup({ groupState: 'Failed', containers: [exited('main', 137)] }),
    verdict: 'outOfMemory',
  },
  {
    title: 'a container of which Azure says so is out of memory, whatever its exit code',
    state: aGroup({ containers: [aContainer('terminated', { exitCode: 1, detail: 'OOMKilled' })] }),
    verdict: 'outOfMemory',
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
    state: aGroup({ containers: [running] }),
    runningExpired: true,
    verdict: 'deadlineExceeded',
  },
  {
    title: 'a container that the platform is starting again at its deadline has exceeded it',
    state: aGroup({ groupState: 'Pending', containers: [aContainer('waiting', { restartCount: 1 })] }),
    runningExpired: true,
    verdict: 'deadlineExceeded',
  },
  {
    title: 'a group that shows no container at its deadline has exceeded it',
    state: aGroup(),
    runningExpired: true,
    verdict: 'deadlineExceeded',
  },

  // Several containers.
  {
    title: 'a group of which one container still runs is running',
    state: aGroup({ containers: [exited('one', 0), { ...running, name: 'two' }] }),
    verdict: 'running',
  },
  {
    title: 'a group has succeeded when all its containers have',
    state: aGroup({ containers: [exited('one', 0), exited('two', 0)] }),
    verdict: 'succeeded',
  },
  {
    title: 'a group fails with its first container, while others still run',
    state: aGroup({ containers: [{ ...running, name: 'one' }, exited('two', 3)] }),
    verdict: 'failed',
  },
  {
    title: 'a helper that still runs holds nobody up',
    state: aGroup({ containers: [exited('one', 0), { ...running, name: 'helper' }] }),
    helpers: ['helper'],
    verdict: 'succeeded',
  },
  {
    title: 'a helper that failed fails nobody',
    state: aGroup({ containers: [{ ...running, name: 'one' }, exited('helper', 1)] }),
    helpers: ['helper'],
    verdict: 'running',
  },
  {
    title: 'an init container that failed fails the group',
    state: aGroup({ initContainers: [exited('prepare', 2)] }),
    verdict: 'initContainerFailed',
  },
  {
    title: 'an init container that the platform ended is no failure of its own',
    state: aGroup({ initContainers: [exited('prepare', 7147)] }),
    verdict: 'killedByPlatform',
  },
  {
    title: 'an init container can be out of memory too',
    state: aGroup({ initContainers: [exited('prepare', 137)] }),
    verdict: 'outOfMemory',
  },
  {
    title: 'an init container that has begun is running, however long it takes',
    state: aGroup({ initContainers: [exited('prepare', 0)] }),
    verdict: 'running',
  },
  {
    title: "the hopeless pull of one container is the group's, although another runs",
    state: aGroup({
      containers: [
        { ...running, name: 'one' },
        aContainer('waiting', { name: 'two', events: [anEvent('BackOff', { count: 3 })] }),
      ],
    }),
    verdict: 'imageNotAccessible',
  },

  // Reports.
  {
    title: 'a container that reported its end holds nobody up, although it still runs',
    state: aGroup({ containers: [{ ...running, name: 'one' }, exited('two', 0)] }),
    reported: ['one'],
    verdict: 'succeeded',
  },
  {
    title: 'a container that reported a success has succeeded, whatever its exit code',
    state: aGroup({ containers: [exited('one', 1), { ...running, name: 'two' }] }),
    reported: ['one'],
    verdict: 'running',
  },

  // Other restart policies.
  {
    title: 'a failure that Azure will start again has not ended',
    state: aGroup({ groupState: 'Running', containers: [exited('main', 1)] }),
    restartPolicy: 'OnFailure',
    verdict: 'running',
  },
  {
    title: 'a success that is not started again has ended',
    state: aGroup({ groupState: 'Running', containers: [exited('main', 0)] }),
    restartPolicy: 'OnFailure',
    verdict: 'succeeded',
  },
  {
    title: 'an exit that is always started again has not ended',
    state: aGroup({ groupState: 'Running', containers: [exited('main', 0)] }),
    restartPolicy: 'Always',
    verdict: 'running',
  },
  {
    title: 'an exit in a group that has failed is final',
    state: aGroup({ groupState: 'Failed', containers: [exited('main', 1)] }),
    restartPolicy: 'OnFailure',
    verdict: 'failed',
  },
  {
    title: 'restarts that were asked for are no thrashing',
    state: aGroup({ containers: [{ ...running, restartCount: 40 }] }),
    restartPolicy: 'Always',
    verdict: 'running',
  },
];

describe('the verdict on a container group', () => {
  for (const { title, verdict, helpers = [], reported = [], ...input } of rows) {
    test(title, () => {
      const containers = helpers.map((name) => ({ name, essential: false }));
      const reports = new Map(reported.map((name) => [name, { attempt: 1, exitCode: 0 }]));
      const decided = verdictOn({ ...input, containers, reports });
      expect(decided.kind === 'ended' ? decided.end.kind : decided.kind).toBe(verdict);
    });
  }

  test('names the container that failed, where there are several', () => {
    const several = aGroup({ containers: [exited('web', 0), exited('worker', 3)] });
    expect(verdictOn({ state: several })).toMatchObject({
      end: { message: 'The container "worker" ended with exit code 3.' },
    });
    const init = aGroup({ initContainers: [exited('prepare', 2)] });
    expect(verdictOn({ state: init })).toMatchObject({
      end: { message: 'The init container "prepare" ended with exit code 2.' },
    });
  });

  test('says since when the container runs, where Azure does', () => {
    const at = { provisioningExpired: false, runningExpired: false };
    expect(verdictOn({ ...at, state: aGroup({ containers: [running] }) })).toEqual({
      kind: 'running',
      startedAt: running.startedAt,
    });
    expect(verdictOn({ ...at, state: aGroup({ containers: [aContainer('running')] }) })).toEqual({
      kind: 'running',
    });
  });

  test.each<[Pick<ContainerState, 'exitCode' | 'detail'>, string]>([
    [{ exitCode: 2, detail: 'Error' }, 'The container ended with exit code 2.'],
    [
      { exitCode: 3, detail: 'ContainerCannotRun' },
      'The container ended with exit code 3. ContainerCannotRun',
    ],
    [{}, 'The container ended with exit code unknown.'],
  ])('tells a person what exit %o means', (end, message) => {
    const state = aGroup({ containers: [aContainer('terminated', end)] });
    const decided = verdictOn({ state, provisioningExpired: false, runningExpired: false });
    expect(decided).toMatchObject({ end: { kind: 'failed', exitCode: end.exitCode ?? -1, message } });
  });

  test('names the container that was out of memory, and what to do', () => {
    expect(verdictOn({ state: aGroup({ containers: [exited('main', 137)] }) })).toMatchObject({
      end: {
        container: 'main',
        message:
          'The container was killed (exit code 137), most likely for using more memory than it may: give it a larger "memoryGb".',
      },
    });
  });

  test('names the limit that was passed, and where it is set', () => {
    const late = verdictOn({ state: aGroup({ containers: [running] }), runningExpired: true });
    expect(late).toMatchObject({
      end: {
        kind: 'deadlineExceeded',
        message: 'The container ran longer than 900 seconds, its "deadlineSeconds".',
      },
    });
    const stuck = verdictOn({ state: aGroup(), provisioningExpired: true });
    expect(stuck).toMatchObject({
      end: {
        kind: 'stuckProvisioning',
        message: 'The container did not start within 600 seconds, its "provisioningDeadlineSeconds".',
      },
    });
  });

  test("gives the platform's last warning as the reason of a group that never started", () => {
    const events = [
      anEvent('FailedMount', { message: 'first' }),
      anEvent('FailedMount', { message: 'last' }),
      anEvent('Pulling', { warning: false }),
    ];
    const decided = verdictOn({
      state: aGroup({ events }),
      provisioningExpired: true,
      runningExpired: false,
    });
    expect(decided).toMatchObject({
      end: { kind: 'stuckProvisioning', message: expect.stringMatching(/^The container .* last$/) },
    });
    const failed = verdictOn({ state: aGroup({ events, provisioningState: 'Failed' }) });
    expect(failed).toMatchObject({ end: { kind: 'stuckProvisioning', message: 'last' } });
  });

  test('always ends at the running deadline, whatever Azure shows', () => {
    fc.assert(
      fc.property(anyState, fc.boolean(), (state, provisioningExpired) => {
        expect(verdictOn({ state, provisioningExpired, runningExpired: true }).kind).toBe('ended');
      }),
    );
  });

  test('is never still provisioning at the provisioning deadline', () => {
    fc.assert(
      fc.property(anyState, fc.boolean(), (state, runningExpired) => {
        const { kind } = verdictOn({ state, provisioningExpired: true, runningExpired });
        expect(kind).not.toBe('provisioning');
      }),
    );
  });
});

const anyEvents = fc.array(
  fc.record({
    name: fc.constantFrom('Pulling', 'Failed', 'BackOff', 'Started', 'InsufficientCapacity.', 'FailedMount'),
    message: fc.constant('text'),
    warning: fc.boolean(),
    count: fc.integer({ min: 1, max: 5 }),
  }),
);

const anyContainer: fc.Arbitrary<ContainerState> = fc.record(
  {
    name: fc.constantFrom('one', 'two'),
    state: fc.constantFrom('waiting' as const, 'running' as const, 'terminated' as const),
    restartCount: fc.nat(6),
    exitCode: fc.constantFrom(0, 1, 137, 7147, 7148),
    events: anyEvents,
  },
  { requiredKeys: ['name', 'state', 'restartCount', 'events'] },
);

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
      containers: fc.array(anyContainer, { maxLength: 3 }),
      initContainers: fc.array(anyContainer, { maxLength: 2 }),
      events: anyEvents,
    },
    { requiredKeys: ['kind', 'provisioningState', 'events', 'containers', 'initContainers'] },
  ),
);
