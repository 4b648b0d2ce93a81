import type { SweepOutcome, SweepRequest } from '../../contract/container-runs.ts';
import { orphansIn, runsToAsk } from '../../lib/decide/containers/orphans-in.ts';
import { failureText } from '../../lib/durable/failure-text.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { brief } from '../../lib/durable/retry.ts';
import { say } from '../../lib/durable/say.ts';
import { nowMs } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import { isPodRunId } from '../../lib/ids.ts';

/**
 * Has every container group removed that nobody will remove any more, and takes back the room of runs that were lost. Groups are
 * left behind when a run is terminated, purged or lost with its hub, because then no `finally` runs. It runs on a timer;
 * removing what is gone already is harmless.
 */
export function* sweepOrphans(ctx: OrchestrationContext, { hub }: SweepRequest): Workflow<SweepOutcome> {
  const act = proxyActivities(ctx, brief);
  // Before anything is taken for lost: pods whose run was lost are needed all the same.
  const isRevived = yield* reviveWorkloads(ctx);
  const seen = yield* act.listContainerGroups({});
  const { states } = yield* act.getRunStates({ ids: runsToAsk(seen.groups, hub) });
  // Listed again: a run that ended in between may have marked its group to be kept, and a newer one has no state here yet.
  const { groups } = yield* act.listContainerGroups({});
  const known = groups.filter(({ name }) => seen.groups.some((group) => group.name === name));
  const decidable = known.filter(({ owner }) => isRevived || !isPodRunId(owner.id));

  const removed: string[] = [];
  const failed: string[] = [];
  for (const { name, owner, attempt, containers, keepUntil } of orphansIn({
    groups: decidable,
    hub,
    states,
    nowMs: nowMs(ctx),
  })) {
    try {
      // What was kept had its log archived before. Its run may have been forgotten since, and no log comes back.
      const logs = keepUntil === undefined ? containers : [];
      yield* act.startRemoval({ group: name, runId: owner.id, attempt, containers: logs, isOrphan: true });
      removed.push(name);
    } catch {
      // One group that cannot be given to its removal must not keep the others; the next sweep tries again.
      failed.push(name);
    }
  }
  yield* act.releaseLostCreations({});
  if (removed.length + failed.length > 0) {
    say(
      ctx,
      `sweep: ${known.length} groups, removing ${removed.length} orphans, ${failed.length} could not be`,
    );
  }
  return { seen: known.length, removed, failed };
}

/** Whether the pods whose run was lost have one again. Should that fail, all other groups are swept nevertheless. */
function* reviveWorkloads(ctx: OrchestrationContext): Workflow<boolean> {
  try {
    yield* proxyActivities(ctx, brief).reviveWorkloads({});
    return true;
  } catch (error) {
    say(
      ctx,
      `sweep: pods are left alone, because those that are lost could not be found: ${failureText(error)}`,
    );
    return false;
  }
}
