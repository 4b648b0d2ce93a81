import type { ActivityInput, ActivityResult } from '../../contract/activities.ts';
import type { ContainerRunRequest } from '../../contract/container-runs.ts';
import type { Placement } from '../../contract/container-specs.ts';
import type { ContainerEnd } from '../../contract/containers.ts';
import type { ContainerEvents } from '../../contract/events.ts';
import { ticketLifeSeconds } from '../../lib/decide/containers/group-lifetime.ts';
import { coresOf } from '../../lib/decide/containers/group-size.ts';
import { imageNotAccessible } from '../../lib/decide/containers/image-not-accessible.ts';
import type { EventInbox } from '../../lib/durable/event-inbox.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { say } from '../../lib/durable/say.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import { SlipwayError } from '../../lib/errors.ts';
import type { AttemptGroup } from './attempt-group.ts';
import { waitForRoom } from './wait-for-room.ts';

export type GroupStart = {
  request: ContainerRunRequest;
  placement: Placement;
  /** ISO: when the run first asked for room, which is its place in the queue. */
  since: string;
  /** Milliseconds since the epoch. */
  queueDeadline: number;
};

/** `crowdedOut`: others were quicker than the counts of the budget, so that Azure refused what was granted. */
export type StartOutcome = { kind: 'started' } | { kind: 'crowdedOut' } | ContainerEnd;

/** What no further try can create is refused; after any other trouble the group may be there, and goes. */
function* createGroup(
  ctx: OrchestrationContext,
  { logs }: AttemptGroup,
  input: ActivityInput<'createContainerGroup'>,
): Workflow<ActivityResult<'createContainerGroup'> | Extract<ContainerEnd, { kind: 'refused' }>> {
  const act = proxyActivities(ctx, transient);
  try {
    return yield* act.createContainerGroup(input);
  } catch (error) {
    if (error instanceof SlipwayError) return { kind: 'refused', code: error.code, message: error.message };
    yield* act.startRemoval(logs);
    throw error;
  }
}

/** Claims room for one group and creates it; nothing is left of one that could not be created. Does not wait for it to run. */
export function* startGroup(
  ctx: OrchestrationContext,
  inbox: EventInbox<ContainerEvents>,
  group: AttemptGroup,
  { request, placement, since, queueDeadline }: GroupStart,
): Workflow<StartOutcome> {
  const act = proxyActivities(ctx, transient);
  const { spec, priority, share, queueDeadlineSeconds } = request;
  const { name, owner, attempt } = group;
  const { region } = placement;

  group.enter('queued');
  const claim = {
    group: name,
    runId: ctx.df.instanceId,
    region,
    cores: coresOf(spec, placement),
    priority,
    share,
    since,
    lifeSeconds: ticketLifeSeconds(spec, queueDeadlineSeconds),
  };
  const room = yield* waitForRoom(ctx, inbox, claim, {
    deadline: queueDeadline,
    deadlineSeconds: queueDeadlineSeconds,
    queued: (waitsFor) => group.enter('queued', { waitsFor }),
  });
  if (room.kind !== 'granted') return room;

  group.enter('creating');
  const created = yield* createGroup(ctx, group, { group: name, owner, attempt, spec, placement });
  say(ctx, `container ${name}: attempt ${attempt} in ${region} with ${claim.cores} cores, ${created.kind}`);
  switch (created.kind) {
    case 'created':
      return { kind: 'started' };
    case 'cancelled':
      // An earlier call, whose answer a crash lost, may have created it before somebody cancelled.
      yield* act.startRemoval(group.logs);
      return created;
    case 'nameTaken':
      // Not ours to delete.
      yield* act.releaseCreation({ group: name });
      return { kind: 'refused', message: created.message };
    default:
      if (created.kind === 'quota') yield* act.pauseCreations({ region });
      // A refused create can leave the resource behind, in a failed state that counts against the quota.
      yield* act.startRemoval(group.logs);
      if (created.kind === 'quota') return { kind: 'crowdedOut' };
      return created.kind === 'imageNotAccessible' ? imageNotAccessible(created.message) : created;
  }
}
