import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { startTicksOf } from '../../../../local/arm/processes/process-identity.ts';

/** Waits until none of the processes lives; processes of another parent have no event to wait for. */
export async function untilGone(pids: number[]): Promise<void> {
  const deadlineMs = performance.now() + 10_000;
  while (pids.some((pid) => startTicksOf(pid) !== undefined)) {
    if (performance.now() > deadlineMs) throw new Error(`still alive: ${pids.join(', ')}`);
    await wait(5);
  }
}

/** The living children of a process. */
export function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => startTicksOf(pid) !== undefined && parentOf(pid) === parent);
}

/** The parent of a process, NaN when it is gone. */
export function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return Number.NaN;
  }
}
