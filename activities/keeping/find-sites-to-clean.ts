import type { Target } from '../../contract/sites.ts';
import { dueFirst, sitesToCollect } from '../../lib/decide/keeping/due-sites.ts';
import { targetOf } from '../../lib/decide/sites/target-of.ts';
import { forEachConcurrently } from '../../lib/for-each-concurrently.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

const readsAtATime = 8;

export function findSitesToClean({
  catalogs,
  keepingNotes,
  targets,
}: ActivityDependencies): ActivityHandlers['findSitesToClean'] {
  return async ({ now, collectedBefore }) => {
    const sites = await catalogs.sites();
    const expiring: Array<{ target: Target; dueAt: string }> = [];
    const unpurged: Array<{ target: Target; dueAt: string }> = [];
    await forEachConcurrently(sites, readsAtATime, async (site) => {
      const target = targetOf(site);
      const [{ state }, documents] = await Promise.all([targets.read(target), targets.listExpiring(target)]);
      const [first] = documents;
      if (first) expiring.push({ target, dueAt: first.deleteAfter });
      // A publish that is under way purges by itself.
      if (state.live && state.unpurged && !state.promoting)
        unpurged.push({ target, dueAt: state.live.promotedAt });
    });
    const { collectedAt } = await keepingNotes.read();
    return {
      expired: dueFirst(expiring, now).map(({ target }) => target),
      unpurged: dueFirst(unpurged, now).map(({ target }) => target),
      collect: sitesToCollect(
        sites.map(({ name }) => name),
        collectedAt,
        collectedBefore,
      ),
    };
  };
}
