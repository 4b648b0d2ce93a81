import type { ContainerEnd } from '../../contract/containers.ts';
import type { ClaimAnswer } from '../../contract/creation-budget.ts';
import type { ContainerEvents } from '../../contract/events.ts';
import { nextRoomPollSeconds } from '../../lib/decide/containers/next-poll.ts';
import type { EventInbox } from '../../lib/durable/event-inbox.ts';
import { firstOf } from '../../lib/durable/first-of.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { say } from '../../lib/durable/say.ts';
import { secondsFromNow } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import type { AttemptGroup } from './attempt-group.ts';

export type QueueLimit = {
  /** Milliseconds since the epoch. */
  queueDeadline: number;
  /** How long that is from the beginning. */
  queueDeadlineSeconds: number;
};

/**
 * Waits until it is worth asking for room again, for the time after `polls`. Whoever gives room back wakes the next; the polls are
 * for a wake-up that was lost, and for the rate of creates, which recovers by itself. Whoever stops waiting gives its place away.
 */
export function* waitForRoom(
  ctx: OrchestrationContext,
  inbox: EventInbox<ContainerEvents>,
  group: AttemptGroup,
  { room, ahead }: Extract<ClaimAnswer, { kind: 'queued' }>,
  polls: number,
  { queueDeadline, queueDeadlineSeconds }: QueueLimit,
): Workflow<{ kind: 'askAgain' } | ContainerEnd> {
  const act = proxyActivities(ctx, transient);
  const waitsFor = `${room}, ${ahead} ${ahead === 1 ? 'run is' : 'runs are'} ahead`;
  if (polls === 0) say(ctx, `container ${group.name}: waits for room, ${waitsFor}`);
  group.enter('queued', { waitsFor });

  const news = yield* firstOf(ctx, inbox, ['cancelRequested', 'creationGranted'], {
    poll: secondsFromNow(ctx, nextRoomPollSeconds(polls)),
    deadline: queueDeadline,
  });
  switch (news.kind) {
    case 'cancelRequested':
      yield* act.releaseCreation({ group: group.name });
      return { kind: 'cancelled', message: news.value.reason };
    case 'deadline': {
      yield* act.releaseCreation({ group: group.name });
      const limit = `${queueDeadlineSeconds} seconds, its "queueDeadlineSeconds"`;
      return { kind: 'quota', message: `The run waited for room longer than ${limit}: ${waitsFor}.` };
    }
    default:
      return { kind: 'askAgain' };
  }
}
