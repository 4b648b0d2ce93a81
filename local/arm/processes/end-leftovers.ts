import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessIdentity } from './container-runtime.ts';
import { killProcessGroup } from './process-identity.ts';

/**
 * Ends what an emulator left that was killed together with its supervisor, then removes what it had in the
 * work directory. Runs once per start.
 */
export function endLeftovers(workDirectory: string, recorded: ProcessIdentity[]): void {
  killLeftovers(workDirectory, recorded);
  for (const part of ['containers', 'volumes', 'pipes']) {
    rmSync(join(workDirectory, part), { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Kills recorded process groups, known by pid and start time, and the processes that were never recorded or
 * have left their group: those are known by a directory of the work directory in their environment or as their own.
 */
export function killLeftovers(workDirectory: string, recorded: ProcessIdentity[]): void {
  for (const process of recorded) killProcessGroup(process);
  for (const pid of processesWithin(workDirectory)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // gone between the look and the kill
    }
  }
}

/** The processes that run in, or have a variable that points into, one of the containers' directories. */
export function processesWithin(workDirectory: string): number[] {
  const containers = `${workDirectory}/containers/`;
  return numericEntries('/proc').filter((pid) => {
    if (pid === process.pid) return false;
    const environment = orEmpty(() => readFileSync(`/proc/${pid}/environ`, 'latin1'));
    const directory = orEmpty(() => readlinkSync(`/proc/${pid}/cwd`));
    return environment.includes(`=${containers}`) || directory.startsWith(containers);
  });
}

function numericEntries(directory: string): number[] {
  const entries = orEmpty(() => readdirSync(directory).join('\n')).split('\n');
  return entries.filter((entry) => /^\d+$/.test(entry)).map(Number);
}

function orEmpty(read: () => string): string {
  try {
    return read();
  } catch {
    return ''; // gone in the meantime, or another user's
  }
}
