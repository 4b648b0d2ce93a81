import type { GroupRemoval, LogSource, RemovalOutcome } from '../../contract/container-runs.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { say } from '../../lib/durable/say.ts';
import { sleep } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';

/** Azure deletes a group within seconds to minutes; what takes longer than this many looks is left to the sweep. */
const mostLooks = 20;
const pauseSeconds = 5;

/**
 * A container that reported its end may hold lines back until it exits, as Python does. Most exit within a moment, which on Azure,
 * whose timers may be a second early, is none; who runs on then has a little longer.
 */
const momentSeconds = 0.25;
const exitSeconds = 2;

/**
 * Removes a group with all that it holds: the end of its log is archived, and its room goes to others. One that is to be looked at is
 * only marked. It is a run of its own, so that nobody waits for it.
 */
export function* removeGroup(ctx: OrchestrationContext, removal: GroupRemoval): Workflow<RemovalOutcome> {
  const { keepUntil, reported, ...source } = removal;
  let kind: RemovalOutcome['kind'] = 'left';
  try {
    kind = keepUntil
      ? yield* keep(ctx, source, reported, keepUntil)
      : yield* removeUntilGone(ctx, source, reported);
  } catch {
    // Azure is away for longer than is waited for here. The sweep finds the group again.
  }
  say(ctx, `removal of ${source.group}: ${kind}`);
  return { kind };
}

function* keep(
  ctx: OrchestrationContext,
  source: LogSource,
  reported: GroupRemoval['reported'],
  until: string,
): Workflow<'kept'> {
  const act = proxyActivities(ctx, transient);
  if (reported) yield* sleep(ctx, exitSeconds);
  yield* act.captureLogs(source);
  yield* act.keepContainerGroup({ group: source.group, until });
  return 'kept';
}

function* removeUntilGone(
  ctx: OrchestrationContext,
  source: LogSource,
  reported: GroupRemoval['reported'],
): Workflow<'gone' | 'left'> {
  const act = proxyActivities(ctx, transient);
  if (reported) yield* sleep(ctx, momentSeconds);
  for (let look = 1; look <= mostLooks; look++) {
    const asked = look === 1 && reported ? { ...source, reported } : source;
    const { kind } = yield* act.removeContainerGroup(asked);
    if (kind === 'gone') return 'gone';
    yield* sleep(ctx, kind === 'printing' ? exitSeconds : pauseSeconds);
  }
  return 'left';
}
