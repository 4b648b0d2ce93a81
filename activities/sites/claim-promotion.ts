import { promotionClaim } from '../../lib/decide/sites/promotion-claim.ts';
import { placeOf } from '../../lib/decide/sites/target-of.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import { updateTarget } from '../../lib/promotion/update-target.ts';
import type { ActivityDependencies } from '../dependencies.ts';

type Claim = ActivityHandlers['claimPromotion'];

/** Idempotent: a run that holds the claim already gets it again. */
export function claimPromotion({ clock, documents, targets }: ActivityDependencies): Claim {
  return async ({ target, ...request }, { runs }) => {
    const cancellation = await documents.readCancellation(request.runId);
    if (cancellation) return { kind: 'cancelled', message: cancellation.reason };

    return updateTarget<Awaited<ReturnType<Claim>>>(targets, target, async (state) => {
      const holder = state.promoting && (await runs.stateOf(state.promoting.runId));
      const claim = { ...request, place: placeOf(target) };
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
