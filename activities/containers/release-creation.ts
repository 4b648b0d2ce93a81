import { releaseRoom } from '../../lib/containers/release-room.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Idempotent: a ticket that is gone already changes nothing. */
export function releaseCreation(deps: ActivityDependencies): ActivityHandlers['releaseCreation'] {
  return async ({ group }, { runs }) => {
    await releaseRoom(deps, runs, [group]);
    return { kind: 'released' };
  };
}
