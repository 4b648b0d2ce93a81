import { removeGroup } from '../../lib/containers/remove-group.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

export function startRemoval({ metrics }: ActivityDependencies): ActivityHandlers['startRemoval'] {
  return async (removal, { runs }) => {
    const started = await removeGroup(runs, removal);
    if (removal.isOrphan && started === 'started') metrics.orphanDeleted();
    return { kind: 'started' };
  };
}
