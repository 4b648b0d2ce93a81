import { nextHistoryLimit } from '../../lib/decide/keeping/next-history-limit.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Notes how far it came only afterwards, so that a step that failed is done again. */
export function purgeHistories({
  keepingNotes,
}: Pick<ActivityDependencies, 'keepingNotes'>): ActivityHandlers['purgeHistories'] {
  return async ({ before }, { runs }) => {
    const progress = await keepingNotes.read();
    const limit = nextHistoryLimit(progress.historiesBefore, before);
    const purged = await runs.purgeEnded(limit);
    await keepingNotes.write({ ...progress, historiesBefore: limit });
    return { purged, more: limit < before };
  };
}
