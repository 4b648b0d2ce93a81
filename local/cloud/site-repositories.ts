import { existsSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Site } from '../../contract/sites.ts';
import { createSampleRepository } from '../github/create-sample-repository.ts';
import { headOf } from '../github/read-commits.ts';
import { runGit } from '../github/run-git.ts';
import { repositoryName } from './repository-name.ts';

/** Repositories of this owner exist only here: each is made from `samples/site` when it is first needed. */
const sampleOwner = 'slipway-samples';

export type LocalRepository = {
  site: Site;
  /** `OWNER/NAME`, as the stand-in for GitHub serves it. */
  fullName: string;
  bare: string;
  /** Where a person edits a sample; a repository of their own they edit where it is. */
  workingCopy?: string;
};

export type LocalRepositories = {
  repositories: LocalRepository[];
  /** Why sites cannot be published here, and what to do; one text a site. */
  problems: string[];
};

/**
 * The repositories of this machine that the sites use: samples, made here, and `file://` repositories of the person's own.
 * No other is known to the stand-in for GitHub, so sites of others cannot be published here.
 */
export async function localRepositories(
  sites: readonly Site[],
  options: { directory: string; settingsFile: string },
): Promise<LocalRepositories> {
  const repositories: LocalRepository[] = [];
  const problems: string[] = [];
  for (const site of sites) {
    const { owner, fullName } = repositoryName(site.repository);
    const url = new URL(site.repository);
    if (url.hostname === 'github.com' && owner === sampleOwner) {
      const { bare, workingCopy } = await createSampleRepository({
        directory: options.directory,
        from: fileURLToPath(new URL('../../../samples/site', import.meta.url)),
        branch: site.branch,
        fullName,
        cloneUrl: site.repository,
        settingsFile: options.settingsFile,
      });
      repositories.push({ site, fullName, bare, workingCopy });
    } else {
      const problem = await problemOf(site, url);
      if (problem) problems.push(`Site "${site.name}" ${problem}`);
      if (url.protocol === 'file:' && (await isRepository(fileURLToPath(url))))
        repositories.push({ site, fullName, bare: fileURLToPath(url) });
    }
  }
  return { repositories, problems };
}

/** What keeps a site of a repository that is not a sample from being published; undefined when nothing does. */
async function problemOf({ repository, branch }: Site, url: URL): Promise<string | undefined> {
  if (url.protocol !== 'file:') {
    return (
      `cannot be published here: the local cloud knows repositories of this machine only, and "${repository}" is elsewhere. ` +
      `Clone it (git clone --bare ${repository} DIR) and name file://DIR in the catalog.`
    );
  }
  const path = fileURLToPath(url);
  if (!existsSync(path))
    return `has no repository: there is nothing at "${path}". Correct "repository" in the catalog.`;
  if (!(await isRepository(path)))
    return `has no repository: "${path}" is not one of git's. Correct "repository" in the catalog, or run: git init "${path}"`;
  if (!(await headOf(path, branch)))
    return `waits for its first commit: "${path}" has no branch "${branch}". Push one, or correct "branch" in the catalog.`;
  return undefined;
}

async function isRepository(path: string): Promise<boolean> {
  if (!existsSync(path)) return false;
  const { exitCode, stdout } = await runGit(path, ['rev-parse', '--absolute-git-dir']);
  // A folder below somebody's repository is none itself.
  return exitCode === 0 && [path, `${path}/.git`].some((own) => sameFolder(own, stdout.trim()));
}

function sameFolder(one: string, other: string): boolean {
  return existsSync(one) && realpathSync(one) === realpathSync(other);
}

/** Lets git fetch a sample by its public URL: `URL prefix -> folder prefix`. */
export function gitRewrites(repositories: readonly LocalRepository[]): Record<string, string> {
  return Object.fromEntries(
    repositories
      .filter(({ workingCopy }) => workingCopy)
      .map(({ site, bare }) => [site.repository, `file://${bare}`]),
  );
}

/** Lets git fetch every repository where it can't see the folders: from the stand-in for GitHub. */
export function gitOverHttp(
  repositories: readonly LocalRepository[],
  githubOrigin: string,
): Record<string, string> {
  return Object.fromEntries(
    repositories.map(({ site, fullName }) => [site.repository, `${githubOrigin}/${fullName}.git`]),
  );
}
