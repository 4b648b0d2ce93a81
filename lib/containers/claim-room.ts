import type { ClaimAnswer, CreationClaim } from '../../contract/creation-budget.ts';
import { claimed } from '../decide/containers/creation-budget.ts';
import type { Clock } from '../ports/clock.ts';
import type { Containers } from '../ports/containers.ts';
import type { CreationBudget } from '../ports/creation-budget.ts';
import type { Invocation } from '../ports/invocation.ts';
import type { Metrics } from '../ports/metrics.ts';
import { countedRegions } from './counted-regions.ts';
import type { BudgetSettings } from './release-room.ts';
import { wakeGranted } from './wake-granted.ts';

type Room = {
  budget: CreationBudget;
  clock: Clock;
  containers: Pick<Containers, 'list' | 'count'>;
  metrics: Pick<Metrics, 'roomGranted'>;
  settings: BudgetSettings;
};

/** Asks for room for one group. Idempotent: a group has one ticket, and asking again answers how it stands. */
export function claimRoom(
  deps: Room,
): (claim: CreationClaim, invocation: Invocation) => Promise<ClaimAnswer> {
  const { clock, metrics, settings } = deps;
  const updateCounted = countedRegions(deps);

  return async (claim, { runs, log }) => {
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
