import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { LocalCloudError } from './local-cloud-error.ts';

/** Written into a data folder, so that `--reset` never deletes a folder that is something else. */
const marker = 'slipway-data';

export type DataFolder = {
  path: (...parts: string[]) => string;
  secrets: { callback: string; githubWebhook: string };
  /** Lets another local cloud use the folder. */
  release(): void;
};

/**
 * Opens the folder that holds the local cloud's state and locks it: two clouds on one state would destroy it. The lock is a
 * database lock of the operating system, so `kill -9` releases it.
 */
export function openDataFolder(directory: string, options: { reset: boolean }): DataFolder {
  refuseForeignFolder(directory);
  mkdirSync(directory, { recursive: true });
  writeFileSync(
    join(directory, marker),
    'The state of a Slipway local cloud. "npm start -- --reset" empties it.\n',
  );

  const lock = new Database(join(directory, 'lock.db'));
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
  } catch {
    lock.close();
    throw new LocalCloudError(
      `Another local cloud is running on "${directory}". Stop it, or choose another folder with --data DIR (and other ports with --port N).`,
    );
  }
  if (options.reset) empty(directory);
  return {
    path: (...parts) => join(directory, ...parts),
    secrets: readOrMakeSecrets(join(directory, 'secrets.json')),
    release: () => lock.close(),
  };
}

function refuseForeignFolder(directory: string): void {
  if (!existsSync(directory) || existsSync(join(directory, marker)) || readdirSync(directory).length === 0)
    return;
  throw new LocalCloudError(
    `"${directory}" holds files that are not a local cloud's. Choose an empty or new folder with --data DIR.`,
  );
}

function empty(directory: string): void {
  for (const name of readdirSync(directory)) {
    if (name !== marker && !name.startsWith('lock.db'))
      rmSync(join(directory, name), { recursive: true, force: true });
  }
}

/** Secrets of this folder, made once; readable by its owner only. */
function readOrMakeSecrets(path: string): DataFolder['secrets'] {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
  const secrets = {
    callback: randomBytes(32).toString('hex'),
    githubWebhook: randomBytes(32).toString('hex'),
  };
  writeFileSync(path, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}
