import { summaryOf } from '../../lib/decide/runs/run-row.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

export function readEnded({ runIndex }: ActivityDependencies): ActivityHandlers['readEnded'] {
  return async ({ runs }) => {
    const rows = await Promise.all(runs.map((id) => runIndex.read(id)));
    return { ended: rows.flatMap((row) => (row && summaryOf(row)) ?? []) };
  };
}
