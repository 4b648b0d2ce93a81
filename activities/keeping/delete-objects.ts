import { batchesOf } from '../../lib/batches-of.ts';
import { neededReleases } from '../../lib/decide/keeping/needed-releases.ts';
import { neededObjects } from '../../lib/keeping/needed-objects.ts';
import { releasesOnShelf, statesOf } from '../../lib/keeping/stored-releases.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Far below the time limit of functions, whatever one batch takes. */
const longestMs = 240_000;
const deletionsPerBatch = 500;

/** Longer than a batch of deletions can take: none may still go on at the end of the time that the lane gave. */
const marginMs = 120_000;

/** Marks what every stored release needs, and deletes the rest that is old enough to be nobody's upload. */
export function deleteObjects(deps: ActivityDependencies): ActivityHandlers['deleteObjects'] {
  const { clock, releases, storedItems, targets } = deps;
  return async ({ site, before, until, cursor }) => {
    const shelf = { kind: 'objects', site } as const;
    const restAtMs = clock.now().getTime() + longestMs;
    const endMs = Date.parse(until) - marginMs;
    const { required } = neededReleases(await statesOf(targets, site), 0);
    if (required.size === 0) return { deleted: 0, more: false };
    const stored = (await releasesOnShelf(storedItems, site)).map(({ release }) => release);
    const needed = await neededObjects(releases, { site, stored, required });

    let deleted = 0;
    let next = cursor;
    for (;;) {
      const page = await storedItems.list(shelf, next);
      const old = page.items
        .filter(({ name, writtenAt }) => !needed.has(name) && writtenAt < before)
        .map(({ name }) => name);
      for (const batch of batchesOf(old, deletionsPerBatch)) {
        if (clock.now().getTime() >= endMs) return { deleted, more: false };
        await storedItems.delete(shelf, batch);
        deleted += batch.length;
      }
      next = page.cursor;
      if (next === undefined) return { deleted, more: false };
      if (clock.now().getTime() >= restAtMs) return { deleted, more: true, cursor: next };
    }
  };
}
