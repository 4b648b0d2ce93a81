import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: writes the same again. */
export function endBatch({ clock, runIndex }: ActivityDependencies): ActivityHandlers['endBatch'] {
  return async ({ runId, requestedAt, status, message }) => {
    const endedAt = clock.now().toISOString();
    await runIndex.put({ id: runId, kind: 'publishMany', requestedAt, status, endedAt, message });
    return { kind: 'ended' };
  };
}
