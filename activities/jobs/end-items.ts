import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: writes the same again. */
export function endItems({ clock, runIndex }: ActivityDependencies): ActivityHandlers['endItems'] {
  return async ({ parent: id, kind, requestedAt, outcome }) => {
    const { kind: status, message, counts } = outcome;
    const before = await runIndex.read(id);
    const endedAt = clock.now().toISOString();
    await runIndex.put({ id, kind, requestedAt, ...before, status, message, counts, endedAt });
    return { kind: 'ended' };
  };
}
