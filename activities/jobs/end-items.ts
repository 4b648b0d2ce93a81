import { expiresAt } from '../../lib/decide/jobs/job-row.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: writes the same again. */
export function endItems({ clock, runIndex }: ActivityDependencies): ActivityHandlers['endItems'] {
  return async ({ parent: id, kind, requestedAt, outcome, timeToLiveMinutes }) => {
    const { kind: status, message, counts } = outcome;
    const before = await runIndex.read(id);
    const endedAt = clock.now().toISOString();
    const expires = expiresAt(timeToLiveMinutes, endedAt);
    await runIndex.put({
      ...{ id, kind, requestedAt, ...before, status, message, counts, endedAt },
      ...(expires === undefined ? {} : { expiresAt: expires }),
    });
    return { kind: 'ended' };
  };
}
