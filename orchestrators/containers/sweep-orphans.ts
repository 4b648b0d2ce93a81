import type { SweepOutcome, SweepRequest } from '../../contract/container-runs.ts';
import { orphansIn } from '../../lib/decide/containers/orphans-in.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { brief } from '../../lib/durable/retry.ts';
import { nowMs } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';

/**
 * Deletes every container group that nobody will delete any more. Groups are left behind when a run is terminated, purged or
 * lost with its hub, because then no `finally` runs. It runs on a timer; deleting what is gone already is harmless.
 */
export function* sweepOrphans(ctx: OrchestrationContext, request: SweepRequest): Workflow<SweepOutcome> {
  const act = proxyActivities(ctx, brief);
  const seen = yield* act.listContainerGroups({});
  const runs = [...new Set(seen.groups.flatMap((group) => group.run ?? []))];
  const { states } = yield* act.getRunStates({ ids: runs });
  // Listed again: a run that ended in between may have marked its group to be kept, and a newer one has no state here yet.
  const { groups } = yield* act.listContainerGroups({});
  const known = groups.filter(({ name }) => seen.groups.some((group) => group.name === name));

  const deleted: string[] = [];
  const failed: string[] = [];
  for (const orphan of orphansIn({ groups: known, hub: request.hub, states, nowMs: nowMs(ctx) })) {
    try {
      yield* act.deleteContainerGroup({ group: orphan.name });
      deleted.push(orphan.name);
    } catch {
      // One group that Azure does not let go must not keep the others; the next sweep tries again.
      failed.push(orphan.name);
    }
  }
  return { seen: known.length, deleted, failed };
}
