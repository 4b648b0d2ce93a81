import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import type { Mount } from '../runtime/container-runtime.ts';

/** In a mount namespace of its own, which a person who is not root has in a user namespace. */
const namespace = [
  '/usr/bin/unshare',
  ...(process.getuid?.() === 0 ? [] : ['--user', '--map-current-user', '--keep-caps']),
  '--mount',
  '--propagation=private',
  '--',
];
/** Makes the first `$1` directories of the line read-only, then becomes the rest of it. */
const script =
  'n=$1; shift; while [ $n -gt 0 ]; do /bin/mount --bind -o ro "$1" "$1" || exit 126; shift; n=$((n-1)); done; exec "$@"';

let possible: boolean | undefined;

/** Whether this machine lets a process see a directory read-only that others may write. */
export function canMountReadOnly(): boolean {
  possible ??= spawnSync(namespace[0] ?? '', [...lineFor([tmpdir()]).slice(1), 'true']).status === 0;
  return possible;
}

/** The directories that a container may only read; one that is mounted writable, too, is not among them. */
export function readOnlyDirectories(mounts: Mount[]): string[] {
  const writable = new Set(mounts.filter(({ readOnly }) => !readOnly).map((mount) => mount.hostDirectory));
  return [...new Set(mounts.map((mount) => mount.hostDirectory))].filter((path) => !writable.has(path));
}

/** The command, to which these directories are read-only. */
export function withReadOnly(directories: string[], command: string[]): string[] {
  return directories.length === 0 ? command : [...lineFor(directories), ...command];
}

function lineFor(directories: string[]): string[] {
  return [...namespace, '/bin/sh', '-c', script, 'sh', String(directories.length), ...directories];
}
