import { randomUUID } from 'node:crypto';
import { mkdirSync, symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Mount } from '../runtime/container-runtime.ts';

/** The directories of one container instance, fresh for each start and removed after it. */
export type ContainerDirectory = { path: string; home: string; temporary: string };

/** Makes a container's working directory, home and temporary directory; only this user can look into them. */
export function makeContainerDirectory(workDirectory: string): ContainerDirectory {
  const path = join(workDirectory, 'containers', randomUUID());
  const directory = { path, home: join(path, 'home'), temporary: join(path, 'tmp') };
  mkdirSync(join(path, 'root'), { recursive: true, mode: 0o700 });
  mkdirSync(directory.home);
  mkdirSync(directory.temporary);
  return directory;
}

/** Shows a volume at its mount path, below the container's working directory: a process has no root of its own. */
export function mountVolume(directory: ContainerDirectory, { path, hostDirectory }: Mount): void {
  // Joining to '/' first takes the '..' out of the path.
  const target = join(directory.path, 'root', join('/', path));
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(hostDirectory, target);
}

/** What cannot be removed now, because a container took its permissions, is left to the next start. */
export async function removeDirectory(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
}
