import type { ContainerEvent, ContainerGroupState, ContainerOutcome } from '../../../contract/containers.ts';

/** How far a container has come: still to be waited for, or ended with an outcome. */
export type ContainerVerdict =
  | { kind: 'provisioning' }
  | { kind: 'running'; startedAt?: string }
  | { kind: 'ended'; outcome: ContainerOutcome };

export type ContainerVerdictInput = {
  state: ContainerGroupState;
  /** The provisioning deadline has passed. */
  provisioningExpired: boolean;
  /** The running deadline has passed. */
  runningExpired: boolean;
};

/** Azure's exit codes for a container that its maintenance ended: gracefully, and by force. */
const platformExitCodes = new Set([7147, 7148]);

/** Linux's code for a process that was killed; in a container that nobody stopped, by the memory limit. */
const killedExitCode = 137;

/** A pull that failed this often will not come right by itself. */
const hopelessPulls = 3;

/** The platform may restart a container that must not be; beyond this it is thrashing. */
const toleratedRestarts = 3;

/**
 * The one decision table over what Azure shows of a container group. It looks at the container, never at the provisioning
 * state alone: a create can have succeeded for a container that failed, and a group can say Running for one that ended.
 */
export function containerVerdict({
  state,
  provisioningExpired,
  runningExpired,
}: ContainerVerdictInput): ContainerVerdict {
  if (state.kind === 'absent')
    return ended({
      kind: 'vanished',
      message: 'The container group is gone, and Slipway did not delete it.',
    });
  const { container } = state;

  if (container?.state === 'terminated') return ended(exitOutcome(container.exitCode, container.detail));
  if (container && container.restartCount > toleratedRestarts) {
    return ended({
      kind: 'killedByPlatform',
      message: `The platform restarted the container ${container.restartCount} times.`,
    });
  }
  const verdict =
    container?.state === 'running'
      ? runningSince(container.startedAt)
      : groupVerdict(state.groupState, state.provisioningState, state.events, provisioningExpired);
  // Also for a container that the platform is starting again: its time does not begin anew.
  if (runningExpired && verdict.kind !== 'ended') {
    return ended({
      kind: 'deadlineExceeded',
      message: 'The container ran longer than its deadline allows.',
    });
  }
  return verdict;
}

function runningSince(startedAt: string | undefined): ContainerVerdict {
  return startedAt === undefined ? { kind: 'running' } : { kind: 'running', startedAt };
}

/** For a group whose container has not been seen running or ended. */
function groupVerdict(
  groupState: string | undefined,
  provisioningState: string,
  events: readonly ContainerEvent[],
  provisioningExpired: boolean,
): ContainerVerdict {
  const capacity = events.find((event) => event.name.startsWith('InsufficientCapacity'));
  const pull = events.find((event) => event.warning && (event.name === 'Failed' || event.name === 'BackOff'));
  const provisioningFailed = provisioningState === 'Failed' || groupState === 'Failed';

  if (capacity && (provisioningFailed || provisioningExpired))
    return ended({ kind: 'capacity', message: capacity.message });
  if (pull && (provisioningFailed || provisioningExpired || pull.count >= hopelessPulls)) {
    return ended({ kind: 'imageNotAccessible', message: pull.message });
  }
  if (groupState === 'Succeeded') return ended({ kind: 'succeeded' });
  if (groupState === 'Stopped')
    return ended({ kind: 'vanished', message: 'Somebody stopped the container group.' });
  if (provisioningFailed) {
    return ended({
      kind: 'stuckProvisioning',
      message: lastWarning(events) ?? 'Azure could not provision the container group.',
    });
  }
  if (provisioningExpired) {
    return ended({
      kind: 'stuckProvisioning',
      message: lastWarning(events) ?? 'The container did not start within its provisioning deadline.',
    });
  }
  return { kind: 'provisioning' };
}

function exitOutcome(exitCode: number | undefined, detail: string | undefined): ContainerOutcome {
  if (exitCode === 0) return { kind: 'succeeded' };
  if (exitCode !== undefined && platformExitCodes.has(exitCode)) {
    return { kind: 'killedByPlatform', message: `The platform ended the container (exit code ${exitCode}).` };
  }
  const reason =
    exitCode === killedExitCode ? ' It was killed, most likely for using more memory than it may.' : '';
  const text = detail && detail !== 'Error' ? ` ${detail}` : '';
  return {
    kind: 'failed',
    exitCode: exitCode ?? -1,
    message: `The container ended with exit code ${exitCode ?? 'unknown'}.${reason}${text}`,
  };
}

function lastWarning(events: readonly ContainerEvent[]): string | undefined {
  return events.filter((event) => event.warning).at(-1)?.message;
}

function ended(outcome: ContainerOutcome): ContainerVerdict {
  return { kind: 'ended', outcome };
}
