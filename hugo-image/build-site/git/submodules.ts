import { existsSync } from 'node:fs';
import path from 'node:path';
import { BuildFailure } from '../build-failure.ts';
import { type Git, notAccessible } from './git.ts';
import { fetchLargeFiles } from './large-files.ts';
import { reachableAddress } from './remote-address.ts';

/** A submodule in a submodule in ... : nobody means more than this. */
const deepest = 10;

/**
 * Fetches the submodules of the checkout, those within `folder` where one is named, and theirs. Where each one lies is looked
 * at before git goes there: a repository must not send the build to what only this machine can reach. Answers the
 * submodules that `.gitmodules` does not list.
 */
export async function fetchSubmodules(git: Git, folder?: string, at = '', depth = 0): Promise<string[]> {
  const paths = (await gitlinks(git, at)).filter((each) => !folder || each.startsWith(`${folder}/`));
  if (paths.length === 0) return [];
  if (depth === deepest) throw new BuildFailure('site-refused', `Submodules lie more than ${deepest} deep.`);
  const names = await namesByPath(git, at);
  const unlisted = paths.filter((each) => !names.has(each)).map((each) => path.posix.join(at, each));
  for (const each of paths) {
    const name = names.get(each);
    if (!name) continue;
    const place = path.posix.join(at, each);
    await fetchOne(git, { name, path: each }, at);
    await fetchLargeFiles(git, place);
    unlisted.push(...(await fetchSubmodules(git, undefined, place, depth + 1)));
  }
  return unlisted;
}

async function fetchOne(git: Git, module: { name: string; path: string }, at: string): Promise<void> {
  // Resolves an address that is relative to the repository's own.
  await git.lines(['submodule', '--quiet', 'init', '--', module.path], at);
  const key = `submodule.${module.name}.url`;
  const [url = ''] = await git.lines(['config', '--local', '--get', key], at);
  const place = path.posix.join(at, module.path);
  const address = await reachableAddress(url, git.source, git.options.signal).catch((error: unknown) => {
    throw error instanceof BuildFailure
      ? new BuildFailure('site-refused', `The submodule "${place}" lies at ${url}: ${error.message}`)
      : error;
  });
  const settings = { [key]: address.url, 'http.followRedirects': 'false', ...address.settings };
  const update = ['submodule', '--quiet', 'update', '--depth', '1', '--', module.path];
  const { exitCode, output } = await git.overTheNetwork(update, { cwd: at, settings });
  if (exitCode !== 0) throw notAccessible(`the submodule "${place}" at ${url}`, output);
}

/** The folders of a repository whose content is a commit of another one. */
async function gitlinks(git: Git, at: string): Promise<string[]> {
  const found: string[] = [];
  const onLine = (line: string): void => {
    const [, folder] = /^160000 [0-9a-f]+ 0\t(.*)$/.exec(line) ?? [];
    if (folder) found.push(folder);
  };
  await git.run(['-c', 'core.quotePath=false', 'ls-files', '--stage'], { cwd: at, onLine });
  return found;
}

async function namesByPath(git: Git, at: string): Promise<Map<string, string>> {
  if (!existsSync(git.sandbox.path('repository', at, '.gitmodules'))) return new Map();
  const { output } = await git.run(
    ['config', '--file', '.gitmodules', '--get-regexp', '^submodule\\..*\\.path$'],
    { cwd: at },
  );
  const pairs = [...output.matchAll(/^submodule\.(.*)\.path (.*)$/gm)];
  return new Map(pairs.map(([, name = '', folder = '']) => [folder, name]));
}
