import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Site } from '../../contract/sites.ts';
import { createSampleRepository } from '../github/create-sample-repository.ts';

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

/**
 * The repositories of this machine that the sites use: samples, made here, and `file://` repositories of the person's own.
 * Sites of other repositories are published from where they are.
 */
export async function localRepositories(
  sites: readonly Site[],
  options: { directory: string; settingsFile: string },
): Promise<LocalRepository[]> {
  const repositories: LocalRepository[] = [];
  for (const site of sites) {
    const url = new URL(site.repository);
    const [owner = '', name = ''] = url.pathname
      .replace(/\.git$/, '')
      .split('/')
      .filter(Boolean)
      .slice(-2);
    const fullName = `${owner}/${name}`;
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
    } else if (url.protocol === 'file:' && existsSync(fileURLToPath(url))) {
      repositories.push({ site, fullName, bare: fileURLToPath(url) });
    }
  }
  return repositories;
}

/** Lets git fetch a sample by its public URL: `URL prefix -> folder prefix`. */
export function gitRewrites(repositories: readonly LocalRepository[]): Record<string, string> {
  return Object.fromEntries(
    repositories
      .filter(({ workingCopy }) => workingCopy)
      .map(({ site, bare }) => [site.repository, `file://${bare}`]),
  );
}
