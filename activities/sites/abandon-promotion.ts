import { abandonedPromotion } from '../../lib/decide/sites/promotion-claim.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import { updateTarget } from '../../lib/promotion/update-target.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: a claim of another run is left alone. */
export function abandonPromotion({ targets }: ActivityDependencies): ActivityHandlers['abandonPromotion'] {
  return ({ target, runId }) =>
    updateTarget(targets, target, async (state) => ({
      ...(state.promoting?.runId === runId ? { state: abandonedPromotion(state) } : {}),
      answer: { kind: 'abandoned' as const },
    }));
}
