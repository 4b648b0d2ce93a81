import type { GroupRemoval, RemovalOutcome } from '../../contract/container-runs.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { say } from '../../lib/durable/say.ts';
import { sleep } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';

/** Azure deletes a group within seconds to minutes; what takes longer than this many looks is left to the sweep. */
const mostLooks = 20;
const pauseSeconds = 5;

/**
 * Archives the end of a group's log, deletes the group and gives its room to others: in this order, because a group in deletion
 * still counts against the quota. One that is to be looked at is only marked. It is a run of its own, so that nobody waits for it.
 */
export function* removeGroup(ctx: OrchestrationContext, removal: GroupRemoval): Workflow<RemovalOutcome> {
  const act = proxyActivities(ctx, transient);
  const { group, keepUntil, ...source } = removal;
  yield* act.captureLogs({ group, ...source });

  let kind: RemovalOutcome['kind'] = 'left';
  try {
    kind = keepUntil ? yield* keep(ctx, group, keepUntil) : yield* deleteUntilGone(ctx, group);
  } catch {
    // Azure is away for longer than is waited for here. The sweep finds the group again.
  }
  // What is there still counts against the quota, so it keeps its room until the sweep has it removed or finds it gone.
  if (kind === 'gone') yield* act.releaseCreation({ group });
  say(ctx, `removal of ${group}: ${kind}`);
  return { kind };
}

function* keep(ctx: OrchestrationContext, group: string, until: string): Workflow<'kept'> {
  const act = proxyActivities(ctx, transient);
  yield* act.keepContainerGroup({ group, until });
  return 'kept';
}

function* deleteUntilGone(ctx: OrchestrationContext, group: string): Workflow<'gone' | 'left'> {
  const act = proxyActivities(ctx, transient);
  for (let look = 1; look <= mostLooks; look++) {
    const { kind } = yield* act.deleteContainerGroup({ group });
    if (kind === 'gone') return 'gone';
    yield* sleep(ctx, pauseSeconds);
  }
  return 'left';
}
