import type {
  ContainerRunOutcome,
  ContainerRunRequest,
  GroupRemoval,
} from '../../contract/container-runs.ts';
import type { ContainerEnd } from '../../contract/containers.ts';
import type { ContainerEvents } from '../../contract/events.ts';
import { containerSummaries } from '../../lib/decide/containers/container-summaries.ts';
import { addUsage, containerUsage, noUsage } from '../../lib/decide/containers/container-usage.ts';
import { isLogRead } from '../../lib/decide/containers/is-log-read.ts';
import { isRemovalLeft } from '../../lib/decide/containers/is-removal-left.ts';
import { isKept, nextAttempt, placementFor } from '../../lib/decide/containers/next-attempt.ts';
import { EventInbox } from '../../lib/durable/event-inbox.ts';
import { firstOf } from '../../lib/durable/first-of.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { say } from '../../lib/durable/say.ts';
import { nowIso, nowMs, secondsFromNow } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import { type AttemptGroup, attemptGroup } from './attempt-group.ts';
import { type GroupStart, startGroup } from './start-group.ts';
import { watchContainer } from './watch-container.ts';

/**
 * Runs one container group to its end, in as many attempts as may help, and leaves none behind. It ends as soon as is known
 * how the group did: the group is removed by a run of its own, which is left to the caller after a success where it asks for that.
 */
export function* runContainer(
  ctx: OrchestrationContext,
  request: ContainerRunRequest,
): Workflow<ContainerRunOutcome> {
  const { spec, queueDeadlineSeconds } = request;
  const inbox = new EventInbox<ContainerEvents>(ctx);
  const queuing = () => ({ since: nowIso(ctx), queueDeadline: secondsFromNow(ctx, queueDeadlineSeconds) });
  let capacityShortages = 0;
  let attemptsUsed = 0;
  let usage = noUsage;
  let queue = queuing();

  for (let attempt = 1; ; attempt++) {
    const group = attemptGroup(ctx, request, attempt, usage);
    const placement = placementFor(spec, capacityShortages);
    const start = { request, placement, ...queue };
    const ended = yield* runAttempt(ctx, inbox, group, start, attemptsUsed + 1);
    // The run keeps its attempts and its place; the deadline of the queue ends it at last.
    if (ended.kind === 'crowdedOut') continue;
    usage = addUsage(usage, ended.usage);

    const next = nextAttempt(spec, ++attemptsUsed, ended);
    say(ctx, `container ${group.name}: ${ended.kind}, ${attemptsUsed} of ${spec.maxAttempts} attempts used`);
    if (next.kind === 'end') return { ...ended, usage };
    if (ended.kind === 'capacity') capacityShortages++;
    const news = yield* firstOf(ctx, inbox, ['cancelRequested'], {
      pause: secondsFromNow(ctx, next.afterSeconds),
    });
    if (news.kind === 'cancelRequested') {
      const { attempt, containers } = ended;
      return { kind: 'cancelled', message: news.value.reason, attempt, containers, usage };
    }
    queue = queuing();
  }
}

/** One attempt: its own container group, created, watched and given to its removal whatever happened. */
function* runAttempt(
  ctx: OrchestrationContext,
  inbox: EventInbox<ContainerEvents>,
  group: AttemptGroup,
  start: GroupStart,
  attemptsUsed: number,
): Workflow<ContainerRunOutcome | { kind: 'crowdedOut' }> {
  const act = proxyActivities(ctx, transient);
  const { request, placement } = start;
  const { spec } = request;
  const { attempt } = group;
  const started = yield* startGroup(ctx, inbox, group, start);
  if (started.kind === 'crowdedOut') return started;
  if (started.kind !== 'started') {
    group.enter('ended');
    return {
      ...started,
      attempt,
      containers: containerSummaries(spec.containers, undefined),
      usage: noUsage,
    };
  }

  const createdMs = nowMs(ctx);
  let ended: ContainerEnd | undefined;
  let removal: GroupRemoval = group.logs;
  let isLeft = false;
  try {
    const { state, reported, ...watched } = yield* watchContainer(ctx, inbox, spec, group);
    ended = watched;
    if (reported.length > 0) removal = { ...removal, reported };
    const usage = containerUsage(spec, placement, { createdMs, endedMs: nowMs(ctx), state });
    if (isLogRead(request, watched)) yield* act.captureLogs(group.logs);
    isLeft = isRemovalLeft(request, ended);
    return { ...watched, attempt, usage, ...(isLeft ? { removal } : {}) };
  } finally {
    if (!isLeft) {
      const keeps = ended !== undefined && isKept(spec, attemptsUsed, ended);
      const keepUntil = new Date(secondsFromNow(ctx, spec.keepOnFailureMinutes * 60)).toISOString();
      yield* act.startRemoval({ ...removal, ...(keeps ? { keepUntil } : {}) });
    }
  }
}
