import type { Site } from '../../contract/sites.ts';
import type { Push } from './git-provider.ts';
import { repositoryKey } from './repository-key.ts';

/** The sites that are built from what was pushed. */
export function sitesOfPush(sites: readonly Site[], push: Push): Site[] {
  const pushed = new Set(push.repositories.map(repositoryKey));
  return sites.filter(
    (site) =>
      site.provider === push.provider &&
      site.branch === push.branch &&
      pushed.has(repositoryKey(site.repository)),
  );
}
