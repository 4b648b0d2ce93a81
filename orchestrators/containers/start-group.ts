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

type Created = ActivityResult<'createContainerGroup'> | Extract<ContainerEnd, { kind: 'refused' }>;

/** What no further try can create is refused; after any other trouble the group may be there, and goes. */
function* createGroup(
  ctx: OrchestrationContext,
  { logs }: AttemptGroup,
  input: ActivityInput<'createContainerGroup'>,
): Workflow<Created> {
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
  start: GroupStart,
): Workflow<StartOutcome> {
  const { request, placement, since, queueDeadline } = start;
  const { spec, priority, share, queueDeadlineSeconds } = request;
  const { name, owner, attempt } = group;
  const { region } = placement;
  const room = {
    group: name,
    runId: ctx.df.instanceId,
    region,
    cores: coresOf(spec, placement),
    priority,
    share,
    since,
    lifeSeconds: ticketLifeSeconds(spec, queueDeadlineSeconds),
  };

  group.enter('creating');
  for (let polls = 0; ; polls++) {
    const created = yield* createGroup(ctx, group, { room, owner, attempt, spec, placement });
    if (created.kind !== 'queued') {
      say(
        ctx,
        `container ${name}: attempt ${attempt} in ${region} with ${room.cores} cores, ${created.kind}`,
      );
      return yield* startOutcome(ctx, group, region, created);
    }
    const waited = yield* waitForRoom(ctx, inbox, group, created, polls, {
      queueDeadline,
      queueDeadlineSeconds,
    });
    if (waited.kind !== 'askAgain') return waited;
  }
}

/** What an answer to the create means for the run, after what was half done is given to its removal. */
function* startOutcome(
  ctx: OrchestrationContext,
  { name, logs }: AttemptGroup,
  region: string,
  created: Exclude<Created, { kind: 'queued' }>,
): Workflow<StartOutcome> {
  const act = proxyActivities(ctx, transient);
  switch (created.kind) {
    case 'created':
      return { kind: 'started' };
    case 'impossible':
      return { kind: 'quota', message: created.message };
    case 'cancelled':
      // An earlier call, whose answer a crash lost, may have created it before somebody cancelled.
      yield* act.startRemoval(logs);
      return created;
    case 'nameTaken':
      // Not ours to delete.
      yield* act.releaseCreation({ group: name });
      return { kind: 'refused', message: created.message };
    default:
      if (created.kind === 'quota') yield* act.pauseCreations({ region });
      // A refused create can leave the resource behind, in a failed state that counts against the quota.
      yield* act.startRemoval(logs);
      if (created.kind === 'quota') return { kind: 'crowdedOut' };
      return created.kind === 'imageNotAccessible' ? imageNotAccessible(created.message) : created;
  }
}
