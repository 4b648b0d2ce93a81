import { wakeGranted } from '../../lib/containers/wake-granted.ts';
import { released } from '../../lib/decide/containers/creation-budget.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: a ticket that is gone already changes nothing. */
export function releaseCreation({
  budget,
  clock,
  settings,
}: ActivityDependencies): ActivityHandlers['releaseCreation'] {
  return async ({ group }, { runs }) => {
    const { maxGroups, creationRates: rates } = settings;
    const context = { nowMs: clock.now().getTime(), maxGroups, rates };
    const granted = await budget.update((state) => {
      const next = released(state, [group], context);
      return { state: next.state, answer: next.granted };
    });
    await wakeGranted(runs, granted);
    return { kind: 'released' };
  };
}
