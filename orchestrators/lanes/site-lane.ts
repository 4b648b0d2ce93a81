import type { LaneEvents, LaneRequest, LaneStatus } from '../../contract/lanes.ts';
import { laneLine, laneStatus } from '../../lib/decide/lanes/lane-line.ts';
import { laneStep } from '../../lib/decide/lanes/lane-step.ts';
import { nextLookSeconds } from '../../lib/decide/runs/next-look.ts';
import { EventInbox } from '../../lib/durable/event-inbox.ts';
import { firstOf } from '../../lib/durable/first-of.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { say } from '../../lib/durable/say.ts';
import { nowIso, secondsFromNow } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';

/** Then its history is long enough to be slow to replay. */
const turnsPerLife = 100;

/** Timers fire up to a second early, and one that is due already would spin. */
const shortestWaitSeconds = 2;

/**
 * Brings about what is wanted of a site, one publish at a time, for as long as the catalog has the site. What is wanted and
 * what is going on stand in the row of the lane; an event only wakes.
 */
export function* siteLane(
  ctx: OrchestrationContext,
  { site, headsDueAt }: LaneRequest,
): Workflow<{ kind: 'left' }> {
  const act = proxyActivities(ctx, transient);
  const inbox = new EventInbox<LaneEvents>(ctx);
  // A new life begins without the status of the one before.
  ctx.df.customStatus = { kind: 'lane', site, step: 'read' } satisfies LaneStatus;
  let headsDue = headsDueAt ?? nowIso(ctx);
  let looks = 0;

  for (let turn = 1; ; turn++) {
    const state = yield* act.readLane({ site });
    const step = laneStep(state, headsDue, nowIso(ctx));
    ctx.df.customStatus = laneStatus(site, state, step);
    const line = laneLine(site, state, step);
    if (line) say(ctx, line);
    if (step.kind !== 'wait') looks = 0;

    switch (step.kind) {
      case 'record':
        yield* act.recordDropped({ site });
        break;
      case 'settle':
        yield* act.settlePublish({ site, runId: step.runId, end: step.end, message: step.message });
        break;
      case 'cancelForNewer':
        yield* act.cancelForNewer({ site });
        break;
      case 'choose': {
        const choice = yield* act.chooseCommit({ site });
        if (choice.kind === 'publish') yield* act.startPublish({ site, runId: choice.runId });
        break;
      }
      case 'start':
        yield* act.startPublish({ site, runId: step.runId });
        break;
      case 'compareHeads':
        yield* act.compareHeads({ site });
        headsDue = new Date(secondsFromNow(ctx, state.headsMinutes * 60)).toISOString();
        break;
      case 'leave':
        return { kind: 'left' };
      case 'wait': {
        // Straight after an activity, never after a race: on Azure the event that won one would drive every further life.
        if (turn >= turnsPerLife) {
          ctx.df.continueAsNew({ site, headsDueAt: headsDue });
          return { kind: 'left' };
        }
        // The last step of a publish wakes the lane; a look finds what ended otherwise.
        const look = secondsFromNow(ctx, nextLookSeconds(looks++));
        const due = step.until === undefined ? look : Date.parse(step.until);
        const timers = { due: Math.max(due, secondsFromNow(ctx, shortestWaitSeconds)) };
        yield* firstOf(ctx, inbox, ['laneWoken'], timers);
      }
    }
  }
}
