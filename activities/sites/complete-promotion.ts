import { completedPromotion } from '../../lib/decide/sites/promotion-claim.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import { updateTarget } from '../../lib/promotion/update-target.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/**
 * Idempotent. A run whose claim is over changes nothing: Azure repeats an activity whose answer was lost minutes later, when
 * another publish may be live.
 */
export function completePromotion({
  clock,
  plans,
  targets,
}: ActivityDependencies): ActivityHandlers['completePromotion'] {
  return async ({ target, runId }) => {
    const summary = await plans.readSummary(runId);
    return updateTarget(targets, target, async (state) => {
      if (state.promoting?.runId !== runId)
        return { answer: { kind: 'live' as const, needsPurge: state.unpurged !== undefined } };
      const live = completedPromotion(state, state.promoting, summary, clock.now().toISOString());
      return { state: live, answer: { kind: 'live' as const, needsPurge: live.unpurged !== undefined } };
    });
  };
}
