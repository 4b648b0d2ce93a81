import { abandonedPromotion } from '../../lib/decide/sites/promotion-claim.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import { updateSiteState } from '../../lib/promotion/update-site-state.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: a claim of another run is left alone. */
export function abandonPromotion({ releases }: ActivityDependencies): ActivityHandlers['abandonPromotion'] {
  return ({ site, runId }) =>
    updateSiteState(releases, site, async (state) => ({
      ...(state.promoting?.runId === runId ? { state: abandonedPromotion(state) } : {}),
      answer: { kind: 'abandoned' as const },
    }));
}
