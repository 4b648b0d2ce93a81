import { cleaned } from '../../lib/decide/lanes/lane-row.ts';
import { updateLane } from '../../lib/lanes/update-lane.ts';
import { wakeLane } from '../../lib/lanes/wake-lane.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

export function endCleaning(deps: ActivityDependencies): ActivityHandlers['endCleaning'] {
  return async ({ site, collectedAt }, { runs }) => {
    const row = await updateLane(deps, site, (before) => (before.cleaning ? cleaned(before) : before));
    if (row.want) await wakeLane(runs, site);
    const progress = await deps.keepingNotes.read();
    await deps.keepingNotes.write({
      ...progress,
      collectedAt: { ...progress.collectedAt, [site]: collectedAt },
    });
    return { kind: 'ended' };
  };
}
