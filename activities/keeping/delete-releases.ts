import { neededReleases } from '../../lib/decide/keeping/needed-releases.ts';
import { manifestExtension, releasesOnShelf, statesOf } from '../../lib/keeping/stored-releases.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Manifests only: their objects go next, and where that is cut short, the next clean-up finds them needed by nobody. */
export function deleteReleases({
  storedItems,
  targets,
}: ActivityDependencies): ActivityHandlers['deleteReleases'] {
  return async ({ site, keep, before }) => {
    const { required, kept } = neededReleases(await statesOf(targets, site), keep);
    // A site that was never live, or whose state somebody removed, says nothing of what it needs.
    if (required.size === 0) return { deleted: 0 };
    const old = (await releasesOnShelf(storedItems, site)).filter(
      ({ release, writtenAt }) => !kept.has(release) && writtenAt < before,
    );
    await storedItems.delete(
      { kind: 'manifests', site },
      old.map(({ release }) => `${release}${manifestExtension}`),
    );
    return { deleted: old.length };
  };
}
