import type { ContainerGroupSpec } from '../../contract/container-specs.ts';
import type { ContainerEnd } from '../../contract/containers.ts';
import type { ContainerEvents } from '../../contract/events.ts';
import type { PodOutcome, PodProgress, PodRequest } from '../../contract/pods.ts';
import { placementFor } from '../../lib/decide/containers/next-attempt.ts';
import { nextPodAttempt, nextTrySeconds } from '../../lib/decide/kubernetes/next-pod-attempt.ts';
import { EventInbox } from '../../lib/durable/event-inbox.ts';
import { firstOf } from '../../lib/durable/first-of.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { say } from '../../lib/durable/say.ts';
import { nowIso, secondsFromNow, sleep } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import { type AttemptGroup, attemptGroup } from '../containers/attempt-group.ts';
import { startGroup } from '../containers/start-group.ts';
import { watchPod } from './watch-pod.ts';

/** After so long a pod is told that there is no room; it goes on waiting. */
const queueDeadlineSeconds = 60;

/** Then the history of a pod that waits is long enough. */
const turnsPerLife = 40;

/** Azure deletes a group within seconds to minutes; what takes longer is left to the sweep. */
const mostLooksAtRemoval = 150;
const removalPauseSeconds = 2;

/**
 * Brings about what the object of a pod says, until the pod has ended or is deleted. What is wanted stands in the object, and
 * what there is in Azure, so a run that was lost is simply started again; an event only wakes.
 */
export function* runPod(ctx: OrchestrationContext, request: PodRequest): Workflow<PodOutcome> {
  const { hub, pod } = request;
  const act = proxyActivities(ctx, transient);
  const inbox = new EventInbox<ContainerEvents>(ctx);
  let progress: PodProgress = request.progress ?? {
    since: nowIso(ctx),
    attempt: 1,
    shortages: 0,
    failures: 0,
  };

  for (let turn = 1; ; turn++) {
    if (!progress.group) {
      const plan = yield* act.planPod({ pod });
      if (plan.kind === 'leave') return { kind: 'left' };
      if (plan.kind === 'delete') return yield* forget(ctx, request);
      // Straight after an activity, never after a race: on Azure the event that won one would drive every further life.
      if (turn > turnsPerLife) {
        ctx.df.continueAsNew({ ...request, progress });
        return { kind: 'left' };
      }
      if (plan.kind === 'wait') {
        yield* pause(ctx, inbox, nextTrySeconds(progress.failures));
        progress = { ...progress, failures: progress.failures + 1 };
        continue;
      }
      const end = yield* create(ctx, inbox, request, progress, plan.spec);
      progress = end
        ? yield* triedAgain(ctx, inbox, request, progress, end)
        : created(progress, plan.spec, nowIso(ctx));
      continue;
    }
    const { outline, createdAt } = progress.group;
    const group = attemptGroup(ctx, { hub, spec: outline }, progress.attempt);
    const seen = yield* watchPod(ctx, inbox, pod, group, createdAt);
    switch (seen.kind) {
      case 'renew':
        ctx.df.continueAsNew({ ...request, progress });
        return { kind: 'left' };
      case 'ended':
        yield* act.startRemoval(group.logs);
        say(ctx, `pod ${pod.namespace}/${pod.name}: has ended`);
        return { kind: 'ended' };
      case 'delete':
        yield* removed(ctx, group);
        return yield* forget(ctx, request);
      case 'again':
        yield* act.startRemoval(group.logs);
        progress = yield* triedAgain(ctx, inbox, request, progress, seen.end);
    }
  }
}

/** Creates the group of one attempt; how that failed, where it did. */
function* create(
  ctx: OrchestrationContext,
  inbox: EventInbox<ContainerEvents>,
  { hub, pod }: PodRequest,
  { attempt, shortages, since }: PodProgress,
  spec: ContainerGroupSpec,
): Workflow<ContainerEnd | { kind: 'crowdedOut' } | undefined> {
  const share = `pods-${pod.namespace}`;
  const started = yield* startGroup(ctx, inbox, attemptGroup(ctx, { hub, spec }, attempt), {
    request: { hub, spec, priority: 'other', share, queueDeadlineSeconds },
    placement: placementFor(spec, shortages),
    since,
    queueDeadline: secondsFromNow(ctx, queueDeadlineSeconds),
  });
  return started.kind === 'started' ? undefined : started;
}

function created(progress: PodProgress, spec: ContainerGroupSpec, createdAt: string): PodProgress {
  const { name, containers, initContainers } = spec;
  const outline = {
    name,
    containers: containers.map((each) => ({ name: each.name, image: each.image })),
    ...(initContainers ? { initContainers: initContainers.map((each) => ({ name: each.name })) } : {}),
  };
  return { ...progress, group: { outline, createdAt } };
}

/** Says in the object why the pod waits, and waits. */
function* triedAgain(
  ctx: OrchestrationContext,
  inbox: EventInbox<ContainerEvents>,
  { pod }: PodRequest,
  progress: PodProgress,
  end: ContainerEnd | { kind: 'crowdedOut' },
): Workflow<PodProgress> {
  const next = nextPodAttempt(progress, end);
  say(
    ctx,
    `pod ${pod.namespace}/${pod.name}: ${end.kind}, on in ${next.pauseSeconds} s with attempt ${next.progress.attempt}`,
  );
  if (next.news) yield* proxyActivities(ctx, transient).tellPod({ pod, news: next.news });
  if (next.pauseSeconds > 0) yield* pause(ctx, inbox, next.pauseSeconds);
  return next.progress;
}

/** Until its time, or until the pod is deleted. */
function* pause(
  ctx: OrchestrationContext,
  inbox: EventInbox<ContainerEvents>,
  seconds: number,
): Workflow<void> {
  yield* firstOf(ctx, inbox, ['cancelRequested'], { due: secondsFromNow(ctx, seconds) });
}

/** Has the group removed and waits for that: whoever deletes a pod is told when nothing of it is left. */
function* removed(ctx: OrchestrationContext, group: AttemptGroup): Workflow<void> {
  const act = proxyActivities(ctx, transient);
  yield* act.startRemoval(group.logs);
  for (let look = 1; look <= mostLooksAtRemoval; look++) {
    const { kind } = yield* act.getContainerState({ group: group.name });
    if (kind === 'absent') return;
    yield* sleep(ctx, removalPauseSeconds);
  }
}

function* forget(ctx: OrchestrationContext, { pod }: PodRequest): Workflow<PodOutcome> {
  yield* proxyActivities(ctx, transient).forgetPod({ pod });
  say(ctx, `pod ${pod.namespace}/${pod.name}: deleted`);
  return { kind: 'deleted' };
}
