import { counted, needsCount } from '../decide/containers/creation-budget.ts';
import type { Containers } from '../ports/containers.ts';
import type { CreationBudget } from '../ports/creation-budget.ts';
import { countRegion } from './count-region.ts';

type Regions = { budget: CreationBudget; containers: Pick<Containers, 'list' | 'count'> };

/**
 * Sees to it that the count of a region is not too old. One count of a region at a time: who asks meanwhile waits for it, because
 * ARM's reads are limited.
 */
export function countedRegions({
  budget,
  containers,
}: Regions): (region: string, nowMs: number) => Promise<void> {
  const counting = new Map<string, Promise<void>>();
  const count = async (region: string, held: readonly string[], nowMs: number): Promise<void> => {
    try {
      const usage = await countRegion(containers, region, held);
      await budget.update((state) => ({ state: counted(state, region, usage, nowMs), answer: undefined }));
    } finally {
      counting.delete(region);
    }
  };
  return async (region, nowMs) => {
    const held = await budget.update((state) => ({
      state,
      answer: needsCount(state, region, nowMs) && state.tickets.map(({ group }) => group),
    }));
    if (!held) return;
    const underWay = counting.get(region) ?? count(region, held, nowMs);
    counting.set(region, underWay);
    await underWay;
  };
}
