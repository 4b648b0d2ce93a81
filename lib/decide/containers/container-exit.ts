import type { GroupShape } from '../../../contract/container-specs.ts';
import type { ContainerEnd, ContainerState } from '../../../contract/containers.ts';

/** Azure's exit codes for a container that its maintenance ended: gracefully, and by force. */
const platformExitCodes = new Set([7147, 7148]);

/** Linux's code for a process that was killed; in a container that nobody stopped, by the memory limit. */
const killedExitCode = 137;

/** Linux's codes for a process that was asked to end, and for one that was killed. */
const stoppedExitCodes = new Set([143, killedExitCode]);

const endedGroupStates = new Set(['Succeeded', 'Failed', 'Stopped']);

/** What the exit of a container is of: the work, or what comes before it. */
export type ExitOf = {
  isInit: boolean;
  groupState: string | undefined /** Begins the sentence. */;
  called: string;
};

/** Whether a container has ended and Azure will not start it again. */
export function isFinalExit(
  { state, exitCode }: ContainerState,
  restartPolicy: NonNullable<GroupShape['restartPolicy']>,
  groupState: string | undefined,
): boolean {
  if (state !== 'terminated') return false;
  if (groupState !== undefined && endedGroupStates.has(groupState)) return true;
  return restartPolicy === 'Never' || (restartPolicy === 'OnFailure' && exitCode === 0);
}

/** What the exit of one container that did not end well says of how its group ended. */
export function badExit(
  { name: container, exitCode, detail = '' }: ContainerState,
  { isInit, groupState, called }: ExitOf,
): ContainerEnd {
  if (exitCode !== undefined && platformExitCodes.has(exitCode)) {
    const message = `The platform ended ${lowerCase(called)} (exit code ${exitCode}).`;
    return { kind: 'killedByPlatform', message };
  }
  if (groupState === 'Stopped' && (exitCode === undefined || stoppedExitCodes.has(exitCode))) return stopped;
  const isOutOfMemory = exitCode === killedExitCode || /oom/i.test(detail);
  if (isOutOfMemory) {
    const message = `${called} was killed (exit code ${exitCode ?? 'unknown'}), most likely for using more memory than it may: give it a larger "memoryGb".`;
    return { kind: 'outOfMemory', container, message };
  }
  const text = detail && detail !== 'Error' ? ` ${detail}` : '';
  return {
    kind: isInit ? 'initContainerFailed' : 'failed',
    container,
    exitCode: exitCode ?? -1,
    message: `${called} ended with exit code ${exitCode ?? 'unknown'}.${text}`,
  };
}

/** The exit code of the container that ended its group by itself, and not well; undefined for any other end. */
export function ownExitCode(end: ContainerEnd): number | undefined {
  if (end.kind === 'outOfMemory') return killedExitCode;
  return end.kind === 'failed' || end.kind === 'initContainerFailed' ? end.exitCode : undefined;
}

/** The end of a group that somebody stopped, whose containers could not finish. */
export const stopped: ContainerEnd = { kind: 'vanished', message: 'Somebody stopped the container group.' };

export function lowerCase(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
