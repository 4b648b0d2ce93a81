import { abandonedPromotion } from '../lib/decide/promotion-claim.ts';
import type { ActivityHandlers } from './contract.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { updateSiteState } from './update-site-state.ts';

/** Idempotent: a claim of another run is left alone. */
export function abandonPromotion({ releases }: ActivityDependencies): ActivityHandlers['abandonPromotion'] {
  return ({ site, runId }) =>
    updateSiteState(releases, site, async (state) => ({
      ...(state.promoting?.runId === runId ? { state: abandonedPromotion(state) } : {}),
      answer: { kind: 'abandoned' as const },
    }));
}
