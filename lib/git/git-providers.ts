import type { Site } from '../../contract/sites.ts';
import type { Config } from '../config.ts';
import type { CommitStatuses } from '../ports/commit-statuses.ts';
import type { Commits } from '../ports/commits.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { GitProvider } from './git-provider.ts';
import { github } from './github.ts';
import { turnedOff } from './turned-off.ts';

export type GitProviders = Record<Site['provider'], GitProvider>;

/** Every git host that a site can name. */
export function gitProviders(config: Pick<Config, 'github'>, secrets: Secrets): GitProviders {
  const { apiUrl, problem = '' } = config.github;
  return {
    github: apiUrl ? github({ ...config.github, apiUrl }, secrets) : turnedOff('GitHub', problem),
  };
}

/** Looks commits up, and reports on them, at the provider of each site. */
export function commitsAt(providers: GitProviders): Commits & CommitStatuses {
  return {
    find: (site, ref) => providers[site.provider].find(site, ref),
    compare: (site, base, head) => providers[site.provider].compare(site, base, head),
    report: (site, status) => providers[site.provider].report(site, status),
  };
}
