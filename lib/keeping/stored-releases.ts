import type { TargetState } from '../../contract/releases.ts';
import type { StoredItems } from '../ports/stored-items.ts';
import type { Targets } from '../ports/targets.ts';
import { allItems } from './all-items.ts';

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
  return (await allItems(storedItems, { kind: 'manifests', site })).flatMap(({ name, writtenAt }) =>
    name.endsWith(manifestExtension)
      ? [{ release: name.slice(0, -manifestExtension.length), writtenAt }]
      : [],
  );
}
