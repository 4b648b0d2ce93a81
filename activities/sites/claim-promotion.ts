import { promotionClaim } from '../../lib/decide/sites/promotion-claim.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import { updateSiteState } from '../../lib/promotion/update-site-state.ts';
import type { ActivityDependencies } from '../dependencies.ts';

type Claim = ActivityHandlers['claimPromotion'];

/** Idempotent: a run that holds the claim already gets it again. */
export function claimPromotion({ clock, documents, releases }: ActivityDependencies): Claim {
  return async (request, { runs }) => {
    const cancellation = await documents.readCancellation(request.runId);
    if (cancellation) return { kind: 'cancelled', message: cancellation.reason };

    return updateSiteState<Awaited<ReturnType<Claim>>>(releases, request.site, async (state) => {
      const holder = state.promoting && (await runs.stateOf(state.promoting.runId));
      const { site: _site, ...claim } = request;
      const decision = promotionClaim(state, claim, holder, clock.now().toISOString());
      switch (decision.kind) {
        case 'claim':
          return { state: decision.state, answer: { kind: 'claimed' } };
        case 'alreadyClaimed':
          return { answer: { kind: 'claimed' } };
        default:
          return { answer: decision };
      }
    });
  };
}
