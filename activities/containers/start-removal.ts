import { removalRunId } from '../../lib/ids.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: a group has one removal, and one that is under way is left to itself. */
export function startRemoval({ metrics }: ActivityDependencies): ActivityHandlers['startRemoval'] {
  return async (removal, { runs }) => {
    const started = await runs.start('removeGroup', { id: removalRunId(removal.group), input: removal });
    if (removal.isOrphan && started === 'started') metrics.orphanDeleted();
    return { kind: 'started' };
  };
}
