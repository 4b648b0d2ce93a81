import type { ContainerGroupSpec, ContainerSpec, GroupShape } from '../../../contract/container-specs.ts';
import type {
  ContainerEnd,
  ContainerEvent,
  ContainerGroupState,
  ContainerState,
} from '../../../contract/containers.ts';
import { badExit, isFinalExit, lowerCase, stopped } from './container-exit.ts';
import { imageNotAccessible } from './image-not-accessible.ts';
import type { ContainerReports } from './reported-end.ts';

/** How far a group has come: still to be waited for, or ended. */
export type ContainerVerdict =
  | { kind: 'provisioning' }
  | { kind: 'running'; startedAt?: string }
  | { kind: 'ended'; end: ContainerEnd };

export type ContainerVerdictInput = {
  state: ContainerGroupState;
  containers: ReadonlyArray<Pick<ContainerSpec, 'name' | 'essential'>>;
  /** Default `Never`. */
  restartPolicy?: GroupShape['restartPolicy'] | undefined;
  /** A container that reported its end has ended, whatever Azure shows of it. */
  reports?: ContainerReports;
  /** The provisioning deadline has passed. */
  provisioningExpired: boolean;
  /** The running deadline has passed. */
  runningExpired: boolean;
} & Pick<ContainerGroupSpec, 'provisioningDeadlineSeconds' | 'runningDeadlineSeconds'>;

type Present = Extract<ContainerGroupState, { kind: 'present' }>;

/** A pull that failed this often will not come right by itself. */
const hopelessPulls = 3;

/** The platform may restart a container that must not be; beyond this it is thrashing. */
const toleratedRestarts = 3;

/**
 * The one decision table over what Azure shows of a group, folded over its containers. It looks at them, never at the
 * provisioning state alone: a create can have succeeded for a container that failed, and a group can say Running for one that
 * ended. The group has ended when all essential containers have, and failed as soon as one of them or an init container has.
 */
export function containerVerdict(input: ContainerVerdictInput): ContainerVerdict {
  const { state, containers, restartPolicy = 'Never', reports = new Map() } = input;
  if (state.kind === 'absent')
    return ended({
      kind: 'vanished',
      message: 'The container group is gone, and Slipway did not delete it.',
    });
  const { groupState } = state;
  const called = calledIn(state);
  const helpers = new Set(containers.filter(({ essential }) => essential === false).map(({ name }) => name));
  const essential = state.containers.filter(({ name }) => !helpers.has(name));
  const hasEnded = (container: ContainerState): boolean =>
    reports.has(container.name) || isFinalExit(container, restartPolicy, groupState);

  for (const init of state.initContainers) {
    if (init.exitCode === 0 || !hasEnded(init)) continue;
    return ended(badExit(init, { isInit: true, groupState, called: `The init container "${init.name}"` }));
  }
  for (const container of essential) {
    if (reports.has(container.name) || container.exitCode === 0 || !hasEnded(container)) continue;
    return ended(badExit(container, { isInit: false, groupState, called: called(container) }));
  }
  if (essential.length > 0 && essential.every(hasEnded)) return ended({ kind: 'succeeded' });

  const thrashing = essential.find(({ restartCount }) => restartCount > toleratedRestarts);
  if (thrashing && restartPolicy === 'Never') {
    return ended({
      kind: 'killedByPlatform',
      message: `The platform restarted ${lowerCase(called(thrashing))} ${thrashing.restartCount} times.`,
    });
  }
  const provisioningLimit = input.provisioningExpired ? input.provisioningDeadlineSeconds : undefined;
  const verdict = ongoing(state, essential, provisioningLimit);
  // Also for a container that the platform is starting again: its time does not begin anew.
  if (input.runningExpired && verdict.kind !== 'ended') {
    const late = essential.find((container) => !hasEnded(container));
    return ended({
      kind: 'deadlineExceeded',
      message: `${late ? called(late) : 'The container'} ran longer than ${input.runningDeadlineSeconds} seconds, its "deadlineSeconds".`,
    });
  }
  return verdict;
}

/** For a group of which no essential container has failed, and not all have ended; `passedLimit` in seconds. */
function ongoing(
  state: Present,
  essential: readonly ContainerState[],
  passedLimit: number | undefined,
): ContainerVerdict {
  const running = essential.filter((container) => !isWaiting(container));
  const begun = [...running, ...state.initContainers.filter((container) => !isWaiting(container))];
  const all = [...state.initContainers, ...state.containers];
  const events = [...state.events, ...all.flatMap((container) => container.events)];
  const capacity = events.find((event) => event.name.startsWith('InsufficientCapacity'));
  const pull = [...state.events, ...all.filter(isWaiting).flatMap(({ events }) => events)].find(isFailedPull);
  const provisioningFailed =
    running.length === 0 && (state.provisioningState === 'Failed' || state.groupState === 'Failed');
  const expired = running.length === 0 && passedLimit !== undefined;

  if (capacity && (provisioningFailed || expired))
    return ended({ kind: 'capacity', message: capacity.message });
  if (pull && (provisioningFailed || expired || pull.count >= hopelessPulls)) {
    return ended(imageNotAccessible(pull.message));
  }
  if (state.groupState === 'Stopped') return ended(stopped);
  if (begun.length > 0 && !provisioningFailed) {
    const [startedAt] = begun.flatMap((container) => container.startedAt ?? []).sort();
    return startedAt === undefined ? { kind: 'running' } : { kind: 'running', startedAt };
  }
  if (state.groupState === 'Succeeded') return ended({ kind: 'succeeded' });
  const warning = lastWarning(events);
  if (provisioningFailed) {
    const message = warning ?? 'Azure could not provision the container group.';
    return ended({ kind: 'stuckProvisioning', message });
  }
  if (expired) {
    const late = `The container did not start within ${passedLimit} seconds, its "provisioningDeadlineSeconds".`;
    return ended({
      kind: 'stuckProvisioning',
      message: warning ? `${late} The last warning: ${warning}` : late,
    });
  }
  return { kind: 'provisioning' };
}

function isWaiting({ state }: ContainerState): boolean {
  return state === 'waiting';
}

function isFailedPull({ warning, name }: ContainerEvent): boolean {
  return warning && (name === 'Failed' || name === 'BackOff');
}

/** A group's only container needs no name. */
function calledIn({ containers }: Present): (container: ContainerState) => string {
  return ({ name }) => (containers.length > 1 ? `The container "${name}"` : 'The container');
}

function lastWarning(events: readonly ContainerEvent[]): string | undefined {
  return events.filter((event) => event.warning).at(-1)?.message;
}

function ended(end: ContainerEnd): ContainerVerdict {
  return { kind: 'ended', end };
}
