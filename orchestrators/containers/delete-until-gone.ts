import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { sleep } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import type { AttemptGroup } from './attempt-group.ts';

/** Azure deletes a group within seconds to minutes; what takes longer than this many looks is left to the sweep. */
const mostLooks = 20;
const pauseSeconds = 5;

/**
 * Deletes the group and looks until it is gone, because a group in deletion still counts against the quota. One that Azure does
 * not let go is left to the sweep: how the container ended must not be lost for it.
 */
export function* deleteUntilGone(ctx: OrchestrationContext, group: AttemptGroup): Workflow<void> {
  const act = proxyActivities(ctx, transient);
  group.enter('deleting');
  for (let look = 1; look <= mostLooks; look++) {
    try {
      const { kind } = yield* act.deleteContainerGroup({ group: group.name });
      if (kind === 'gone') return group.enter('gone');
    } catch {
      return;
    }
    yield* sleep(ctx, pauseSeconds);
  }
}
