/** The Azure CLI, for the hooks of `azd`. */
import { spawnSync } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';

/** Rights that were given a moment ago are not known everywhere at once. */
const patience = { tries: 20, pauseMs: 15_000 };

/** Answers the output as JSON, or throws what `az` said. */
export function az(...args) {
  const { status, stdout, stderr, error } = spawnSync(
    'az',
    [...args, '--only-show-errors', '--output', 'json'],
    {
      encoding: 'utf8',
      // On Windows it is a batch file.
      shell: process.platform === 'win32',
    },
  );
  if (error) throw new Error(`The Azure CLI is needed here: ${error.message}`);
  if (status !== 0) throw new Error(`az ${args.slice(0, 3).join(' ')}: ${stderr.trim()}`);
  return stdout.trim() === '' ? undefined : JSON.parse(stdout);
}

/** Tries again while Azure does not know of our rights. */
export async function whenAllowed(call) {
  for (let attempt = 1; ; attempt++) {
    try {
      return call();
    } catch (error) {
      const refused = /AuthorizationPermissionMismatch|AuthorizationFailed|required permissions/i.test(
        error.message,
      );
      if (!refused || attempt === patience.tries) throw error;
      say('Azure does not know of our rights yet; trying again ...');
      await setTimeout(patience.pauseMs);
    }
  }
}

/** What `azd` tells its hooks; names every one that is missing. */
export function environment(...names) {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length > 0)
    throw new Error(
      `${missing.join(', ')} missing: run this by azd, or set what "azd env get-values" shows.`,
    );
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

export function say(line) {
  process.stdout.write(`${line}\n`);
}
