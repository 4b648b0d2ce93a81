import { messageOf } from '../../lib/errors.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import { claimGuard } from '../../lib/promotion/claim-guard.ts';
import { claimForCleaning, endCleaning, unneededPaths } from '../../lib/promotion/expired-files.ts';
import { purgeTarget } from '../../lib/promotion/purge-target.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** A purge that takes longer goes on by itself. */
const purgeWaitSeconds = 10;

/**
 * Deletes one document's worth of files whose grace is over, and purges them: what is gone from the store must not stay public in
 * a cache. It holds the target's claim meanwhile, because a promotion that started in between could need such a file again; a
 * target that is being promoted is left for the next time.
 */
export function deleteExpiredFiles(deps: ActivityDependencies): ActivityHandlers['deleteExpiredFiles'] {
  const { cdn, clock, releases, targets } = deps;
  return async ({ target, runId }, { log }) => {
    const now = clock.now().toISOString();
    const documents = await targets.listExpiring(target);
    const [first, next] = documents.filter(({ deleteAfter }) => deleteAfter <= now);
    const files = first && (await targets.readExpiring(target, first.id));
    const live = files && (await claimForCleaning(targets, target, { runId, now, files }));
    if (!live) return { deleted: 0, more: false };

    const paths = await unneededPaths(deps, target, live, { id: first.id, files });
    await releases.deleteLive(files.place, paths, claimGuard(targets, clock, target, runId));
    await targets.deleteExpiring(target, first.id);
    await endCleaning(targets, target, runId);
    try {
      await purgeTarget({ cdn, targets }, target, purgeWaitSeconds);
    } catch (error) {
      log(`site ${target.site}: expired files are deleted, but not purged yet: ${messageOf(error)}`);
    }
    return { deleted: paths.length, more: next !== undefined };
  };
}
