import { removalRunId } from '../../lib/ids.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';

/** Idempotent: a group has one removal, and one that is under way is left to itself. */
export function startRemoval(): ActivityHandlers['startRemoval'] {
  return async (removal, { runs }) => {
    await runs.start('removeGroup', { id: removalRunId(removal.group), input: removal });
    return { kind: 'started' };
  };
}
