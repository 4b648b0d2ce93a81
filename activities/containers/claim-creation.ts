import type { ClaimAnswer, CreationBudgetState } from '../../contract/creation-budget.ts';
import { countRegion } from '../../lib/containers/count-region.ts';
import { wakeGranted } from '../../lib/containers/wake-granted.ts';
import { claimed, counted, type Granted, needsCount } from '../../lib/decide/containers/creation-budget.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

type Asked = { kind: 'asked'; answer: ClaimAnswer; granted: Granted };
/** The region has to be counted first. `held`: groups that have a ticket. */
type Uncounted = { kind: 'uncounted'; held: string[] };

/** Idempotent: a group has one ticket, and asking again answers how it stands. */
export function claimCreation(deps: ActivityDependencies): ActivityHandlers['claimCreation'] {
  const { budget, clock, documents, settings } = deps;
  /** One count of a region at a time: who asks meanwhile waits for it, because ARM's reads are limited. */
  const counting = new Map<string, Promise<void>>();
  const count = async (region: string, held: readonly string[], nowMs: number): Promise<void> => {
    try {
      const usage = await countRegion(deps.containers, region, held);
      await budget.update((state) => ({ state: counted(state, region, usage, nowMs), answer: undefined }));
    } finally {
      counting.delete(region);
    }
  };

  return async (claim, { runs, log }) => {
    const cancellation = await documents.readCancellation(claim.runId);
    if (cancellation) return { kind: 'cancelled', message: cancellation.reason };

    const { region } = claim;
    const { maxGroups, creationRates: rates } = settings;
    const context = { nowMs: clock.now().getTime(), maxGroups, rates };
    const ask = (state: CreationBudgetState): { state: CreationBudgetState; answer: Asked } => {
      const { state: next, ...asked } = claimed(state, claim, context);
      return { state: next, answer: { kind: 'asked', ...asked } };
    };
    let asked = await budget.update<Asked | Uncounted>((state) =>
      needsCount(state, region, context.nowMs)
        ? { state, answer: { kind: 'uncounted', held: state.tickets.map(({ group }) => group) } }
        : ask(state),
    );
    if (asked.kind === 'uncounted') {
      const underWay = counting.get(region) ?? count(region, asked.held, context.nowMs);
      counting.set(region, underWay);
      await underWay;
      asked = await budget.update<Asked>(ask);
    }
    const { answer, granted } = asked;
    await wakeGranted(runs, granted);
    if (granted.length > 0) log(`budget ${region}: ${granted.length} more may create a group`);
    return answer;
  };
}
