import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BuildFailure } from './build-failure.ts';
import { gitEnvironment } from './git-environment.ts';
import { type CommandResult, runCommand } from './run-command.ts';

export type CommitSource = { repository: string; commit: string; token: string | undefined };

export type FetchOptions = {
  env: Record<string, string | undefined>;
  signal: AbortSignal;
  /** Pauses before further tries after a network failure, in milliseconds. */
  pausesMs?: readonly number[];
};

/** The work tree lives for seconds: nothing of it needs housekeeping or has to survive a power cut. */
const throwAway = ['-c', 'maintenance.auto=false', '-c', 'core.fsync=none'];
/** The network of a fresh container may take seconds to come up. */
const defaultPausesMs = [1_000, 3_000, 8_000];

const networkTrouble =
  /could not resolve host|failed to connect|connection (timed out|reset)|couldn't connect|early eof|rpc failed|unexpected disconnect|returned error: (429|5\d\d)/i;
const fetchByShaRefused = /does not allow request for unadvertised object|does not support shallow/i;
const noSuchCommit =
  /not our ref|no such remote ref|couldn't find remote ref|not a valid object|reference is not a tree/i;

/**
 * Checks out exactly one commit into `directory`, without history where the server allows it, and its submodules.
 * Throws `commit-not-found` or `repository-not-accessible` with git's own words.
 */
export async function fetchCommit(
  source: CommitSource,
  directory: string,
  options: FetchOptions,
): Promise<void> {
  const env = gitEnvironment(options.env, source);
  const git = (...args: string[]): Promise<CommandResult> =>
    runCommand('git', ['-C', directory, ...throwAway, ...args], { env, signal: options.signal });

  const init = await runCommand('git', ['init', '--quiet', '--template=', directory], {
    env,
    signal: options.signal,
  });
  if (init.exitCode !== 0) throw new BuildFailure('unexpected', `git failed: ${gitMessage(init.output)}`);
  const shallow = await withRetries(options, () =>
    git('fetch', '--quiet', '--no-tags', '--depth', '1', source.repository, source.commit),
  );
  if (shallow.exitCode !== 0 && fetchByShaRefused.test(shallow.output)) {
    const full = await withRetries(options, () =>
      git(
        'fetch',
        '--quiet',
        source.repository,
        '+refs/heads/*:refs/remotes/origin/*',
        '+refs/tags/*:refs/tags/*',
      ),
    );
    if (full.exitCode !== 0) throw fetchFailure(source, full.output);
  } else if (shallow.exitCode !== 0) {
    throw fetchFailure(source, shallow.output);
  }

  const checkout = await git('checkout', '--quiet', '--detach', source.commit);
  if (checkout.exitCode !== 0) {
    throw noSuchCommit.test(checkout.output)
      ? commitNotFound(source, checkout.output)
      : new BuildFailure('unexpected', `git could not check out the commit: ${gitMessage(checkout.output)}`);
  }
  if (existsSync(path.join(directory, '.gitmodules'))) {
    const modules = await withRetries(options, () =>
      git('submodule', '--quiet', 'update', '--init', '--recursive', '--depth', '1'),
    );
    if (modules.exitCode !== 0) throw notAccessible(`the submodules of ${source.repository}`, modules.output);
  }
}

async function withRetries(options: FetchOptions, run: () => Promise<CommandResult>): Promise<CommandResult> {
  for (const pauseMs of options.pausesMs ?? defaultPausesMs) {
    const result = await run();
    if (result.exitCode === 0 || !networkTrouble.test(result.output)) return result;
    await sleep(pauseMs, undefined, { signal: options.signal });
  }
  return run();
}

function fetchFailure(source: CommitSource, output: string): BuildFailure {
  return noSuchCommit.test(output)
    ? commitNotFound(source, output)
    : notAccessible(source.repository, output);
}

function commitNotFound(source: CommitSource, output: string): BuildFailure {
  return new BuildFailure(
    'commit-not-found',
    `${source.repository} has no commit ${source.commit}; git says: ${gitMessage(output)}`,
  );
}

function notAccessible(what: string, output: string): BuildFailure {
  return new BuildFailure(
    'repository-not-accessible',
    `${what} does not exist or refuses access; git says: ${gitMessage(output)}`,
  );
}

/** What git said, without the prefixes and advice that are meant for a person at a terminal. */
function gitMessage(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^(fatal|error|remote):/.test(line))
    .map((line) => line.replace(/^((fatal|error|remote):\s*)+/, ''));
  return [...new Set(lines.length > 0 ? lines : [output.trim()])].join('; ').slice(0, 1_000);
}
