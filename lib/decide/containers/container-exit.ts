import type { GroupShape } from '../../../contract/container-specs.ts';
import type { ContainerEnd, ContainerState } from '../../../contract/containers.ts';

/** Azure's exit codes for a container that its maintenance ended: gracefully, and by force. */
const platformExitCodes = new Set([7147, 7148]);

/** Linux's code for a process that was killed; in a container that nobody stopped, by the memory limit. */
const killedExitCode = 137;

const endedGroupStates = new Set(['Succeeded', 'Failed', 'Stopped']);

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

/** What the exit of one container says of how it ended. `called` begins the sentence. */
export function exitEnd({ name, exitCode, detail }: ContainerState, called: string): ContainerEnd {
  if (exitCode === 0) return { kind: 'succeeded' };
  if (exitCode !== undefined && platformExitCodes.has(exitCode)) {
    const message = `The platform ended ${called.replace(/^The/, 'the')} (exit code ${exitCode}).`;
    return { kind: 'killedByPlatform', message };
  }
  const reason =
    exitCode === killedExitCode ? ' It was killed, most likely for using more memory than it may.' : '';
  const text = detail && detail !== 'Error' ? ` ${detail}` : '';
  return {
    kind: 'failed',
    container: name,
    exitCode: exitCode ?? -1,
    message: `${called} ended with exit code ${exitCode ?? 'unknown'}.${reason}${text}`,
  };
}
