import type { Site } from '../../contract/sites.ts';
import type { KnownRepository } from '../ports/repositories.ts';
import type { Push } from './git-provider.ts';
import { repositoryKey } from './repository-key.ts';

/**
 * The sites that are built from what was pushed. `known` is what earlier pushes told of the same repository: one that was
 * renamed or moved since is still the one of the catalog, and `learned` says so.
 */
export function sitesOfPush(
  sites: readonly Site[],
  push: Push,
  known?: KnownRepository,
): { sites: Site[]; learned?: KnownRepository } {
  const keys = push.repositories.map(repositoryKey);
  const ofRepository = (wanted: readonly string[]): Site[] =>
    sites.filter(
      (site) => site.provider === push.provider && wanted.includes(repositoryKey(site.repository)),
    );
  const ofBranch = (found: Site[]): Site[] => found.filter(({ branch }) => branch === push.branch);

  const named = ofRepository(keys);
  const [first] = named;
  if (first) return { sites: ofBranch(named), learned: { key: repositoryKey(first.repository) } };
  const moved = known ? ofRepository([known.key]) : [];
  const [newKey] = keys;
  if (!known || moved.length === 0 || !newKey) return { sites: [] };
  return { sites: ofBranch(moved), learned: { key: known.key, renamedTo: newKey } };
}
