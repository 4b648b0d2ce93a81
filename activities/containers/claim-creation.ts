import { countedRegions } from '../../lib/containers/counted-regions.ts';
import { wakeGranted } from '../../lib/containers/wake-granted.ts';
import { claimed } from '../../lib/decide/containers/creation-budget.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: a group has one ticket, and asking again answers how it stands. */
export function claimCreation(deps: ActivityDependencies): ActivityHandlers['claimCreation'] {
  const { clock, documents, metrics, settings } = deps;
  const updateCounted = countedRegions(deps);

  return async (claim, { runs, log }) => {
    const cancellation = await documents.readCancellation(claim.runId);
    if (cancellation) return { kind: 'cancelled', message: cancellation.reason };

    const { region } = claim;
    const nowMs = clock.now().getTime();
    const { answer, granted } = await updateCounted(region, nowMs, (state) => {
      const { maxGroups, creationRates: rates } = settings;
      const next = claimed(state, claim, { nowMs, maxGroups, rates });
      return { state: next.state, answer: next };
    });
    await wakeGranted(runs, granted);
    if (granted.length > 0) log(`budget ${region}: ${granted.length} more may create a group`);
    if (answer.kind === 'granted') {
      const waitedSeconds = Math.max(0, nowMs - Date.parse(claim.since)) / 1_000;
      metrics.roomGranted({ region, priority: claim.priority, waitedSeconds });
    }
    return answer;
  };
}
