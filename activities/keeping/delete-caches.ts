import { allItems } from '../../lib/keeping/all-items.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** A build that reads one of these meanwhile builds without it. */
export function deleteCaches({ storedItems }: ActivityDependencies): ActivityHandlers['deleteCaches'] {
  return async ({ site, keep }) => {
    const shelf = { kind: 'caches', site } as const;
    const caches = await allItems(storedItems, shelf);
    const old = caches.sort((one, other) => (one.writtenAt < other.writtenAt ? 1 : -1)).slice(keep);
    await storedItems.delete(
      shelf,
      old.map(({ name }) => name),
    );
    return { deleted: old.length };
  };
}
