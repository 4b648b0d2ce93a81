import type { ContainerOutcome, ContainerSpec } from '../../contract/containers.ts';
import type { ContainerEvents } from '../../contract/events.ts';
import { nextAttempt, placementFor } from '../../lib/decide/containers/next-attempt.ts';
import { EventInbox } from '../../lib/durable/event-inbox.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { secondsFromNow, sleep } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import { type AttemptGroup, attemptGroup } from './attempt-group.ts';
import { deleteUntilGone } from './delete-until-gone.ts';
import { watchContainer } from './watch-container.ts';

/** Runs one container to its end, in as many attempts as may help, and leaves no container group behind. */
export function* runContainer(ctx: OrchestrationContext, spec: ContainerSpec): Workflow<ContainerOutcome> {
  const inbox = new EventInbox<ContainerEvents>(ctx);
  let capacityShortages = 0;

  for (let attempt = 1; ; attempt++) {
    const outcome = yield* runAttempt(ctx, inbox, spec, attempt, capacityShortages);
    const next = nextAttempt(spec, attempt, outcome);
    if (next.kind === 'end') return outcome;
    if (outcome.kind === 'capacity') capacityShortages++;
    yield* sleep(ctx, next.afterSeconds);
  }
}

/** One attempt: its own container group, created, watched, its log kept, and deleted whatever happened. */
function* runAttempt(
  ctx: OrchestrationContext,
  inbox: EventInbox<ContainerEvents>,
  spec: ContainerSpec,
  attempt: number,
  capacityShortages: number,
): Workflow<ContainerOutcome> {
  const act = proxyActivities(ctx, transient);
  const group = attemptGroup(ctx, spec, attempt);
  const placement = placementFor(spec, capacityShortages);

  group.enter('creating');
  const created = yield* act.createContainerGroup({
    group: group.name,
    runId: ctx.df.instanceId,
    attempt,
    spec,
    placement,
  });
  if (created.kind === 'nameTaken') return { kind: 'refused', message: created.message };
  if (created.kind !== 'created') {
    // A refused create can leave the resource behind, in a failed state that counts against the quota.
    yield* deleteUntilGone(ctx, group);
    return created;
  }

  let outcome: ContainerOutcome | undefined;
  try {
    outcome = yield* watchContainer(ctx, inbox, spec, group);
    return outcome;
  } finally {
    yield* act.captureLogs({ group: group.name, runId: ctx.df.instanceId, attempt });
    if (outcome?.kind === 'failed' && spec.keepOnFailureMinutes > 0) {
      yield* keepFor(ctx, group, spec.keepOnFailureMinutes);
    } else {
      yield* deleteUntilGone(ctx, group);
    }
  }
}

/** Leaves the group to be looked at until the sweep takes it. */
function* keepFor(ctx: OrchestrationContext, group: AttemptGroup, minutes: number): Workflow<void> {
  const act = proxyActivities(ctx, transient);
  const until = new Date(secondsFromNow(ctx, minutes * 60)).toISOString();
  try {
    yield* act.keepContainerGroup({ group: group.name, until });
  } catch {
    // Without the mark the sweep takes the group sooner. How the container ended must not be lost for it.
  }
}
