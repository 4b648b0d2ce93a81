import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { z } from 'zod';
import { LocalCloudError } from './local-cloud-error.ts';
import { writeProblem } from './write-problem.ts';

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
  const lock = writing(directory, () => {
    mkdirSync(directory, { recursive: true });
    writeFileSync(
      join(directory, marker),
      'The state of a Slipway local cloud. "npm start -- --reset" empties it.\n',
    );
    return new Database(join(directory, 'lock.db'));
  });
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
  } catch {
    lock.close();
    throw new LocalCloudError(
      `Another local cloud is running on "${directory}". Stop it, or choose another folder with --data DIR (and other ports with --port N).`,
    );
  }
  try {
    if (options.reset) writing(directory, () => empty(directory));
    return {
      path: (...parts) => join(directory, ...parts),
      secrets: readOrMakeSecrets(directory),
      release: () => lock.close(),
    };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** Does what writes into the folder; a failure says what to do. */
function writing<Result>(directory: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new LocalCloudError(
      `The data folder "${directory}" cannot be written: ${writeProblem(error)}. Mend that, or choose another with --data DIR.`,
      { cause: error },
    );
  }
}

function refuseForeignFolder(directory: string): void {
  if (!existsSync(directory) || existsSync(join(directory, marker))) return;
  if (statSync(directory).isDirectory() && readdirSync(directory).length === 0) return;
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

const secretsSchema = z.object({ callback: z.string().min(32), githubWebhook: z.string().min(32) });

/** Secrets of this folder, made once; readable by its owner only. */
function readOrMakeSecrets(directory: string): DataFolder['secrets'] {
  const path = join(directory, 'secrets.json');
  if (existsSync(path)) return readSecrets(path);
  const secrets = {
    callback: randomBytes(32).toString('hex'),
    githubWebhook: randomBytes(32).toString('hex'),
  };
  writing(directory, () => {
    // Moved into place as a whole: a full disk must not leave half a file.
    writeFileSync(`${path}.part`, JSON.stringify(secrets), { mode: 0o600 });
    renameSync(`${path}.part`, path);
  });
  return secrets;
}

function readSecrets(path: string): DataFolder['secrets'] {
  try {
    return secretsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new LocalCloudError(
      `"${path}" cannot be used: it must hold the two secrets "callback" and "githubWebhook". ` +
        'Restore it, or delete it, and new ones are made at the next start.',
      { cause: error },
    );
  }
}
