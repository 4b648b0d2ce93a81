import type { ActivityResult } from '../../contract/activities.ts';
import type { ContainerEvents } from '../../contract/events.ts';
import type { ObjectRef } from '../../contract/pods.ts';
import { nextPodLookSeconds } from '../../lib/decide/kubernetes/next-pod-look.ts';
import type { EventInbox } from '../../lib/durable/event-inbox.ts';
import { firstOf } from '../../lib/durable/first-of.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { secondsFromNow } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import type { AttemptGroup } from '../containers/attempt-group.ts';

/** Then the history of a pod that runs for ever is long enough. */
const looksPerLife = 40;

/** `renew`: the run has to begin a new life. */
export type PodWatch = Exclude<ActivityResult<'observePod'>, { kind: 'goesOn' }> | { kind: 'renew' };

/** Looks at the group of a pod until that has ended or is to go. Each look writes what it sees into the object. */
export function* watchPod(
  ctx: OrchestrationContext,
  inbox: EventInbox<ContainerEvents>,
  pod: ObjectRef,
  group: AttemptGroup,
  createdAt: string,
): Workflow<PodWatch> {
  const act = proxyActivities(ctx, transient);
  let told: string | undefined;
  let phase = 'Pending';
  let looks = 0;

  group.enter('waiting');
  for (let look = 1; ; look++) {
    yield* act.captureLogs(group.logs);
    const seen = yield* act.observePod({
      pod,
      group: group.name,
      createdAt,
      ...(told === undefined ? {} : { told }),
    });
    if (seen.kind !== 'goesOn') {
      group.enter('ended');
      return seen;
    }
    // Straight after an activity, never after a race: on Azure the event that won one would drive every further life.
    if (look >= looksPerLife) return { kind: 'renew' };
    if (seen.phase !== phase) {
      phase = seen.phase;
      looks = 0;
      if (seen.phase === 'Running') group.enter('running');
    }
    told = seen.told;
    const shortest = secondsFromNow(ctx, 2);
    const deadline = seen.deadline === undefined ? undefined : Math.max(Date.parse(seen.deadline), shortest);
    yield* firstOf(ctx, inbox, ['cancelRequested'], {
      look: secondsFromNow(ctx, nextPodLookSeconds(seen.phase, looks++)),
      deadline,
    });
  }
}
