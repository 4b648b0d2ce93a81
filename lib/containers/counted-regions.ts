import type { CreationBudgetState } from '../../contract/creation-budget.ts';
import { counted, needsCount } from '../decide/containers/creation-budget.ts';
import type { Containers } from '../ports/containers.ts';
import type { CreationBudget } from '../ports/creation-budget.ts';
import { countRegion } from './count-region.ts';

type Regions = { budget: CreationBudget; containers: Pick<Containers, 'list' | 'count'> };

/** Changes the budget, whose count of that region is then not too old. `nowMs`: milliseconds since the epoch. */
export type UpdateCounted = <Answer>(
  region: string,
  nowMs: number,
  change: (state: CreationBudgetState) => { state: CreationBudgetState; answer: Answer },
) => Promise<Answer>;

/** One count of a region at a time: who asks meanwhile waits for it, because ARM's reads are limited. */
export function countedRegions({ budget, containers }: Regions): UpdateCounted {
  const counting = new Map<string, Promise<void>>();
  const count = async (region: string, held: readonly string[], nowMs: number): Promise<void> => {
    try {
      const usage = await countRegion(containers, region, held);
      await budget.update((state) => ({ state: counted(state, region, usage, nowMs), answer: undefined }));
    } finally {
      counting.delete(region);
    }
  };
  return async (region, nowMs, change) => {
    type Answer = ReturnType<typeof change>['answer'];
    const first = await budget.update<{ answer: Answer } | { held: string[] }>((state) => {
      if (needsCount(state, region, nowMs))
        return { state, answer: { held: state.tickets.map(({ group }) => group) } };
      const next = change(state);
      return { state: next.state, answer: { answer: next.answer } };
    });
    if ('answer' in first) return first.answer;
    const underWay = counting.get(region) ?? count(region, first.held, nowMs);
    counting.set(region, underWay);
    await underWay;
    return budget.update(change);
  };
}
