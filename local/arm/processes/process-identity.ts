import { readFileSync } from 'node:fs';
import type { ProcessIdentity } from '../runtime/container-runtime.ts';

/** The start time of a process in clock ticks since boot (field 22 of `/proc/<pid>/stat`), undefined when it is gone. */
export function startTicksOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command, in parentheses, may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

export function isAlive(process: ProcessIdentity): boolean {
  return startTicksOf(process.pid) === process.startTicks;
}

/** Kills the group that `leader` leads, unless its pid belongs to someone else by now. */
export function killProcessGroup(leader: ProcessIdentity): void {
  if (!isAlive(leader)) return;
  try {
    process.kill(-leader.pid, 'SIGKILL');
  } catch {
    // gone between the look and the kill
  }
}
