import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where Debian keeps the servers of each Postgres version, which are not on the path. */
const debianPostgres = '/usr/lib/postgresql';

/** The full path of a program, or undefined when this machine does not have it. */
export function findProgram(name: string): string | undefined {
  const versions = existsSync(debianPostgres) ? readdirSync(debianPostgres).sort().reverse() : [];
  const folders = [
    ...versions.map((version) => join(debianPostgres, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
