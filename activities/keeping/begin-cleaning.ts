import { cleaningFrom } from '../../lib/decide/lanes/lane-row.ts';
import { updateLane } from '../../lib/lanes/update-lane.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

export function beginCleaning(deps: ActivityDependencies): ActivityHandlers['beginCleaning'] {
  return async ({ site, until }) => {
    const now = deps.clock.now().toISOString();
    const { cleaning } = await updateLane(deps, site, (row) => cleaningFrom(row, until, now) ?? row);
    // The same time is the same clean-up, whose first answer was lost.
    return cleaning?.until === until
      ? { kind: 'begun' }
      : { kind: 'busy', message: 'a publish of it is wanted or under way' };
  };
}
