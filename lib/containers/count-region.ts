import type { RegionUsage } from '../../contract/creation-budget.ts';
import { SlipwayError } from '../errors.ts';
import type { Containers } from '../ports/containers.ts';

/**
 * What others use of a region. Its own count holds everybody's groups, so ours are taken off: those that were there both before
 * and after it was read, which is never too many. Undefined where it cannot be read: a quota is then learned from a refusal.
 */
export async function countRegion(
  containers: Pick<Containers, 'list' | 'count'>,
  region: string,
  held: readonly string[],
): Promise<RegionUsage | undefined> {
  try {
    const before = await containers.list();
    const count = await containers.count(region);
    if (!count) return undefined;
    const after = new Set((await containers.list()).map(({ name }) => name));
    const ours = before.filter((group) => held.includes(group.name) && after.has(group.name));
    const inRegion = ours.filter((group) => group.region === region);
    const cores = inRegion.reduce((sum, group) => sum + group.cores, 0);
    return {
      groups: { limit: count.groups.limit, usedByOthers: Math.max(0, count.groups.used - inRegion.length) },
      cores: { limit: count.cores.limit, usedByOthers: Math.max(0, count.cores.used - cores) },
    };
  } catch (error) {
    if (error instanceof SlipwayError) return undefined;
    throw error;
  }
}
