import { countRegion } from '../../lib/containers/count-region.ts';
import { wakeGranted } from '../../lib/containers/wake-granted.ts';
import { claimed, counted, needsCount } from '../../lib/decide/containers/creation-budget.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

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
    const nowMs = clock.now().getTime();
    const held = await budget.update((state) => ({
      state,
      answer: needsCount(state, region, nowMs) && state.tickets.map(({ group }) => group),
    }));
    if (held) {
      const underWay = counting.get(region) ?? count(region, held, nowMs);
      counting.set(region, underWay);
      await underWay;
    }
    const { answer, granted } = await budget.update((state) => {
      const { maxGroups, creationRates: rates } = settings;
      const next = claimed(state, claim, { nowMs, maxGroups, rates });
      return { state: next.state, answer: next };
    });
    await wakeGranted(runs, granted);
    if (granted.length > 0) log(`budget ${region}: ${granted.length} more may create a group`);
    return answer;
  };
}
