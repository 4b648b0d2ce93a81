import type { ActiveFault } from '../faults/fault.ts';

/** How a container is shown that was ended by the platform, whatever its process said. */
export type ForcedEnd = { exitCode: number; detailStatus?: string };

/** The platform's exit code for a container that it ended itself. */
export const platformKillExitCode = 7147;

/** Linux's exit code for a process that took more memory than it may, and the node's word for it. */
export const outOfMemoryEnd: ForcedEnd = { exitCode: 137, detailStatus: 'OOMKilled' };

/** The end that a fault brings to containers. */
export function forcedEnd(fault: Extract<ActiveFault, { kind: 'platformKill' | 'outOfMemory' }>): ForcedEnd {
  return fault.kind === 'outOfMemory' ? outOfMemoryEnd : { exitCode: fault.exitCode ?? platformKillExitCode };
}
