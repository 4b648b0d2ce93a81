import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What is remembered of a timer between starts, so that a missed run is found. Times in ms. */
export type TimerStatus = { lastMs?: number; nextMs: number; updatedMs: number };

export interface TimerStatusStore {
  read(name: string): TimerStatus | undefined;
  write(name: string, status: TimerStatus): Promise<void>;
}

/** Keeps all timers of an app in one small file; in memory without a path. */
export async function openTimerStatusStore(path: string | undefined): Promise<TimerStatusStore> {
  const statuses = path === undefined ? {} : await readStatuses(path);
  let writing: Promise<void> = Promise.resolve();
  return {
    read: (name) => statuses[name],
    write(name, status) {
      statuses[name] = status;
      if (path !== undefined) writing = writing.then(() => save(path, statuses));
      return writing;
    },
  };
}

async function readStatuses(path: string): Promise<Record<string, TimerStatus>> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`Cannot read the timers in "${path}": ${(error as Error).message}`, { cause: error });
  }
}

async function save(path: string, statuses: Record<string, TimerStatus>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  // Written beside and renamed: a crash leaves the old file whole.
  await writeFile(`${path}.new`, JSON.stringify(statuses));
  await rename(`${path}.new`, path);
}
