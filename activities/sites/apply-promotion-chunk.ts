import { placeOf } from '../../lib/decide/sites/target-of.ts';
import { messageOf, SlipwayError } from '../../lib/errors.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import { claimGuard } from '../../lib/promotion/claim-guard.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: a copy writes the same bytes and headers again, and what is gone is deleted again. */
export function applyPromotionChunk({
  clock,
  plans,
  releases,
  targets,
}: ActivityDependencies): ActivityHandlers['applyPromotionChunk'] {
  return async ({ target, runId, part, chunk }) => {
    try {
      const guard = claimGuard(targets, clock, target, runId);
      await guard();
      const content = await plans.readChunk(runId, part, chunk);
      const place = placeOf(target);
      if ('copy' in content) await releases.copyLive(target.site, place, content.copy, guard);
      else await releases.deleteLive(place, content.remove, guard);
      return { kind: 'applied' };
    } catch (error) {
      const final = error instanceof SlipwayError && !error.retryable;
      return { kind: 'failed', message: messageOf(error), final };
    }
  };
}
