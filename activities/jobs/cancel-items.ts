import { forEachConcurrently } from '../../lib/for-each-concurrently.ts';
import { childRunId } from '../../lib/ids.ts';
import { cancelRun } from '../../lib/lanes/cancel-run.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

const itemsAtATime = 16;

/** Idempotent: the first reason stays. */
export function cancelItems({ documents }: ActivityDependencies): ActivityHandlers['cancelItems'] {
  return async ({ parent, items, reason }, { runs }) => {
    await forEachConcurrently(items, itemsAtATime, (item) =>
      cancelRun({ documents, runs }, childRunId(parent, item), reason),
    );
    return { kind: 'told' };
  };
}
