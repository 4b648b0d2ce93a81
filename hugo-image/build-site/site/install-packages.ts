import { existsSync } from 'node:fs';
import path from 'node:path';
import { BuildFailure } from '../build-failure.ts';
import { isOnPath } from '../sandbox/is-on-path.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

export type InstallOptions = {
  env: Record<string, string | undefined>;
  log: (line: string) => void;
  /** Called when there is something to install, before it is. */
  onInstall: () => void;
};

/** Exactly what the lock file says, and without the scripts of packages: no more code of others runs than the site asks for. */
const lockedInstall = ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund', '--no-progress'];
const otherLocks = ['yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'bun.lockb'];

/** Installs what the site's lock file names, so that Hugo finds its tools. Throws `site-refused` with npm's own words. */
export async function installPackages(
  { directory }: { directory: string },
  sandbox: Sandbox,
  { env, log, onInstall }: InstallOptions,
): Promise<void> {
  const folder = ['.', directory].findLast((each) => has(sandbox, each, 'package.json'));
  if (folder === undefined || has(sandbox, folder, 'node_modules')) return;
  if (!has(sandbox, folder, 'package-lock.json')) {
    const other = otherLocks.find((name) => has(sandbox, folder, name));
    if (other)
      log(
        `"${other}" is not used: only npm is here. Add a package-lock.json (run "npm install") to have packages installed.`,
      );
    return;
  }
  if (!(await isOnPath('npm', env))) {
    throw new BuildFailure('site-refused', 'The site has a package-lock.json, and this image has no npm.');
  }
  onInstall();
  const cache = path.join(sandbox.inside, 'cache/npm');
  const { exitCode, output } = await sandbox.run('npm', [...lockedInstall, '--cache', cache], {
    cwd: path.join('repository', folder),
    onLine: log,
  });
  if (exitCode !== 0) throw new BuildFailure('site-refused', `"npm ci" failed: ${npmMessage(output)}`);
}

function has(sandbox: Sandbox, folder: string, name: string): boolean {
  return existsSync(sandbox.path('repository', folder, name));
}

/** What npm says is wrong, without its marks and its advice to read a log. */
function npmMessage(output: string): string {
  const errors = output
    .split('\n')
    .filter((line) => /^npm (ERR!|error)/.test(line) && !/complete log|_logs/.test(line))
    .map((line) => line.replace(/^npm (ERR!|error) ?/, '').trim())
    .filter((line) => line !== '');
  return (errors.length > 0 ? errors.join('\n') : output.trim()).slice(0, 2_000) || 'it gave no reason';
}
