import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessIdentity } from '../runtime/container-runtime.ts';
import { killProcessGroup } from './process-identity.ts';

/**
 * Ends what an emulator left that was killed together with its supervisor, then removes what it had in the
 * work directory. Runs once per start.
 */
export function endLeftovers(workDirectory: string, recorded: ProcessIdentity[]): void {
  killLeftovers(workDirectory, recorded);
  for (const part of ['containers', 'pipes']) {
    rmSync(join(workDirectory, part), { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Kills recorded process groups, known by pid and start time, and the processes that were never recorded or
 * have left their group: those are known by their home and temporary directory.
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

/** The processes whose home or temporary directory is a container's; a person's shell that only stands there is none. */
export function processesWithin(workDirectory: string): number[] {
  const containers = `${workDirectory}/containers/`;
  return numericEntries('/proc').filter((pid) => {
    if (pid === process.pid) return false;
    const variables = orEmpty(() => readFileSync(`/proc/${pid}/environ`, 'latin1')).split('\0');
    return variables.some(
      (variable) => variable.startsWith(`HOME=${containers}`) || variable.startsWith(`TMPDIR=${containers}`),
    );
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
