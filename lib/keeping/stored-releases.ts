import type { TargetState } from '../../contract/releases.ts';
import type { StoredItems } from '../ports/stored-items.ts';
import type { Targets } from '../ports/targets.ts';

export const manifestExtension = '.ndjson';

export async function statesOf(targets: Targets, site: string): Promise<TargetState[]> {
  const lanes = ['production', 'preview'] as const;
  return Promise.all(lanes.map(async (lane) => (await targets.read({ site, lane })).state));
}

/** The releases of a site whose manifests are stored. */
export async function releasesOnShelf(
  storedItems: StoredItems,
  site: string,
): Promise<Array<{ release: string; writtenAt: string }>> {
  const releases: Array<{ release: string; writtenAt: string }> = [];
  let cursor: string | undefined;
  do {
    const page = await storedItems.list({ kind: 'manifests', site }, cursor);
    for (const { name, writtenAt } of page.items) {
      if (name.endsWith(manifestExtension))
        releases.push({ release: name.slice(0, -manifestExtension.length), writtenAt });
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return releases;
}
