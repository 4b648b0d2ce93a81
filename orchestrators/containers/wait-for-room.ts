import type { ContainerEnd } from '../../contract/containers.ts';
import type { CreationClaim } from '../../contract/creation-budget.ts';
import type { ContainerEvents } from '../../contract/events.ts';
import { nextRoomPollSeconds } from '../../lib/decide/containers/next-poll.ts';
import type { EventInbox } from '../../lib/durable/event-inbox.ts';
import { firstOf } from '../../lib/durable/first-of.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { say } from '../../lib/durable/say.ts';
import { secondsFromNow } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';

/**
 * Waits until the creation budget has room for one group. Whoever gives room back wakes the next; the polls are for a wake-up
 * that was lost, and for the rate of creates, which recovers by itself. Whoever stops waiting gives its place away.
 */
export function* waitForRoom(
  ctx: OrchestrationContext,
  inbox: EventInbox<ContainerEvents>,
  claim: CreationClaim,
  wait: {
    /** Milliseconds since the epoch. */
    deadline: number;
    /** How long that is from the beginning. */
    deadlineSeconds: number;
    queued(waitsFor: string): void;
  },
): Workflow<{ kind: 'granted' } | ContainerEnd> {
  const act = proxyActivities(ctx, transient);
  const { group } = claim;
  for (let polls = 0; ; polls++) {
    const answer = yield* act.claimCreation(claim);
    if (answer.kind === 'granted') return answer;
    if (answer.kind === 'impossible') return { kind: 'quota', message: answer.message };
    if (answer.kind === 'cancelled') {
      yield* act.releaseCreation({ group });
      return answer;
    }
    const waitsFor = `${answer.room}, ${answer.ahead} ${answer.ahead === 1 ? 'run is' : 'runs are'} ahead`;
    if (polls === 0) say(ctx, `container ${group}: waits for room, ${waitsFor}`);
    wait.queued(waitsFor);

    const news = yield* firstOf(ctx, inbox, ['cancelRequested', 'creationGranted'], {
      poll: secondsFromNow(ctx, nextRoomPollSeconds(polls)),
      deadline: wait.deadline,
    });
    if (news.kind === 'cancelRequested') {
      yield* act.releaseCreation({ group });
      return { kind: 'cancelled', message: news.value.reason };
    }
    if (news.kind === 'deadline') {
      yield* act.releaseCreation({ group });
      const limit = `${wait.deadlineSeconds} seconds, its "queueDeadlineSeconds"`;
      return { kind: 'quota', message: `The run waited for room longer than ${limit}: ${waitsFor}.` };
    }
  }
}
