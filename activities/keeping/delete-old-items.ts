import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Far below the time limit of functions, whatever one page takes. */
const longestMs = 60_000;
const mostDeletions = 1_000;

export function deleteOldItems({
  clock,
  storedItems,
}: ActivityDependencies): ActivityHandlers['deleteOldItems'] {
  return async ({ shelf, before, cursor }) => {
    const endMs = clock.now().getTime() + longestMs;
    let deleted = 0;
    let next = cursor;
    do {
      const page = await storedItems.list(shelf, next);
      const old = page.items.filter(({ writtenAt }) => writtenAt < before).map(({ name }) => name);
      await storedItems.delete(shelf, old);
      deleted += old.length;
      next = page.cursor;
    } while (next !== undefined && deleted < mostDeletions && clock.now().getTime() < endMs);
    return { deleted, ...(next === undefined ? {} : { cursor: next }) };
  };
}
