import type { CreationRates } from '../../contract/creation-budget.ts';
import { released } from '../decide/containers/creation-budget.ts';
import type { Clock } from '../ports/clock.ts';
import type { CreationBudget } from '../ports/creation-budget.ts';
import type { Runs } from '../ports/runs.ts';
import { wakeGranted } from './wake-granted.ts';

/** How much room there is, by the app's own settings. */
export type BudgetSettings = { maxGroups: number; creationRates: CreationRates };

type Room = { budget: CreationBudget; clock: Clock; settings: BudgetSettings };

/** Gives the room of groups to those whose turn it is then. Idempotent: a ticket that is gone already changes nothing. */
export async function releaseRoom(
  { budget, clock, settings }: Room,
  runs: Runs,
  groups: readonly string[],
): Promise<void> {
  const { maxGroups, creationRates: rates } = settings;
  const context = { nowMs: clock.now().getTime(), maxGroups, rates };
  const granted = await budget.update((state) => {
    const next = released(state, groups, context);
    return { state: next.state, answer: next.granted };
  });
  await wakeGranted(runs, granted);
}
