import { BuildFailure } from '../build-failure.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { refuseForeignLinks } from '../site/foreign-links.ts';
import { asksForHistory, reachesOutside, siteConfiguration } from '../site/site-configuration.ts';
import { Git, type GitOptions, gitMessage, notAccessible } from './git.ts';
import { gitEnvironment } from './git-environment.ts';
import { fetchLargeFiles } from './large-files.ts';
import { fetchSubmodules } from './submodules.ts';

export type CommitSource = {
  repository: string;
  commit: string;
  token: string | undefined;
  /** The site's folder in the repository; `.` for all of it. */
  directory: string;
};

export type Checkout = {
  /** Folders that the commit has as submodules although `.gitmodules` does not list them: they are empty. */
  unlistedSubmodules: string[];
};

const fetchByShaRefused = /does not allow request for unadvertised object|does not support shallow/i;
const noSuchCommit =
  /not our ref|no such remote ref|couldn't find remote ref|not a valid object|reference is not a tree/i;
/** Files come when they are needed; a server that can't be asked so sends all of them at once. */
const withoutFiles = '--filter=blob:none';

/**
 * Checks out exactly one commit into the sandbox, with its submodules and large files: of the repository only the site's
 * folder where that is enough, and of the history only what the site asks for. Throws `commit-not-found`,
 * `repository-not-accessible` or `site-refused`, with git's own words where git has any.
 */
export async function fetchCommit(
  source: CommitSource,
  sandbox: Sandbox,
  options: GitOptions,
): Promise<Checkout> {
  const { commit, directory } = source;
  const checkout = sandbox.path('repository');
  const site = sandbox.path('repository', directory);
  const isPart = directory !== '.';
  const git = await openRepository(source, sandbox, options);
  await fetchWithoutHistory(git, commit, isPart ? [withoutFiles] : []);
  if (isPart) await must(git, ['sparse-checkout', 'set', '--cone', directory]);
  await checkOut(git, commit);
  await refuseForeignLinks(checkout);

  const configuration = await siteConfiguration(site);
  const isWhole = !isPart || (await reachesOutside(site, configuration));
  if (isPart && isWhole) {
    options.log(`"${directory}" refers to files outside of it: taking the whole repository`);
    await must(git, ['sparse-checkout', 'disable']);
  }
  if (asksForHistory(configuration, options.env)) await fetchHistory(git, commit);
  const unlistedSubmodules = await fetchSubmodules(git, isWhole ? undefined : directory);
  await fetchLargeFiles(git);
  await refuseForeignLinks(checkout);
  return { unlistedSubmodules };
}

/** An empty repository that knows where its commits come from: relative addresses of submodules start there. */
async function openRepository(source: CommitSource, sandbox: Sandbox, options: GitOptions): Promise<Git> {
  const { repository, token } = source;
  const prepare =
    'git init --quiet --template= && git remote add origin "$1" && git ls-remote --get-url origin';
  const { exitCode, output } = await sandbox.run('sh', ['-c', prepare, 'sh', repository], {
    env: gitEnvironment(options.env, { repository, token: undefined, local: false }),
    cwd: 'repository',
  });
  if (exitCode !== 0) throw new BuildFailure('unexpected', `git failed: ${gitMessage(output)}`);
  // An image may rewrite addresses, as the local cloud does with those of repositories on this machine.
  const local = /^(file:|\/)/.test(output.split('\n').at(-1) ?? '');
  return new Git({ repository, token, local }, sandbox, options);
}

async function fetchWithoutHistory(git: Git, commit: string, filter: string[]): Promise<void> {
  const fetch = ['fetch', '--quiet', '--no-tags', ...filter];
  const shallow = await git.overTheNetwork([...fetch, '--depth', '1', 'origin', commit]);
  if (shallow.exitCode === 0) return;
  if (!fetchByShaRefused.test(shallow.output)) throw fetchFailure(git, commit, shallow.output);
  const everything = ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'];
  const full = await git.overTheNetwork([...fetch, 'origin', ...everything]);
  if (full.exitCode !== 0) throw fetchFailure(git, commit, full.output);
}

async function checkOut(git: Git, commit: string): Promise<void> {
  const { exitCode, output } = await git.overTheNetwork(['checkout', '--quiet', '--detach', commit]);
  if (exitCode === 0) return;
  if (noSuchCommit.test(output)) throw fetchFailure(git, commit, output);
  throw new BuildFailure('unexpected', `git could not check out the commit: ${gitMessage(output)}`);
}

/** Every commit and folder, and no more files than before: Hugo dates a page by the commits that name it. */
async function fetchHistory(git: Git, commit: string): Promise<void> {
  const [isShallow] = await git.lines(['rev-parse', '--is-shallow-repository']);
  if (isShallow !== 'true') return;
  const args = ['fetch', '--quiet', '--no-tags', '--unshallow', withoutFiles, 'origin', commit];
  const { exitCode, output } = await git.overTheNetwork(args);
  if (exitCode !== 0) throw fetchFailure(git, commit, output);
}

async function must(git: Git, args: string[]): Promise<void> {
  const { exitCode, output } = await git.overTheNetwork(args);
  if (exitCode !== 0) throw new BuildFailure('unexpected', `git failed: ${gitMessage(output)}`);
}

function fetchFailure(git: Git, commit: string, output: string): BuildFailure {
  const { repository } = git.source;
  if (!noSuchCommit.test(output)) return notAccessible(repository, output);
  return new BuildFailure(
    'commit-not-found',
    `${repository} has no commit ${commit}; git says: ${gitMessage(output)}`,
  );
}
