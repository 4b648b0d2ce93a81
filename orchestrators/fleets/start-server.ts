import type { ContainerEvents } from '../../contract/events.ts';
import type { ServerStartOutcome, ServerStartRequest } from '../../contract/fleet-runs.ts';
import { nextPollSeconds } from '../../lib/decide/containers/next-poll.ts';
import { placementOf } from '../../lib/decide/fleets/start-request.ts';
import { type StartVerdict, startVerdict } from '../../lib/decide/fleets/start-verdict.ts';
import { EventInbox } from '../../lib/durable/event-inbox.ts';
import { firstOf } from '../../lib/durable/first-of.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { say } from '../../lib/durable/say.ts';
import { nowIso, secondsFromNow } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import { type AttemptGroup, groupOfRun } from '../containers/attempt-group.ts';
import { type StartOutcome, startGroup } from '../containers/start-group.ts';

type StartEnd = Exclude<StartVerdict, { kind: 'waiting' }>;

/**
 * Makes one server of a fleet: its container group, until that runs and has its address. Its row is there before; what becomes
 * of the start is written to it, unless somebody else has changed it meanwhile. A server that fails is made again as another one.
 */
export function* startServer(
  ctx: OrchestrationContext,
  request: ServerStartRequest,
): Workflow<ServerStartOutcome> {
  const { fleet, server, readyWhen } = request;
  const act = proxyActivities(ctx, transient);
  const inbox = new EventInbox<ContainerEvents>(ctx);
  const group = groupOfServer(ctx, request);

  const created = yield* create(ctx, inbox, group, request);
  const end =
    created.kind === 'started' ? yield* untilRunning(ctx, inbox, group, request) : failureOf(created);
  group.enter(end.kind === 'running' ? 'running' : 'ended');
  const start = end.kind === 'running' ? { ...end, ready: readyWhen === 'running' } : end;
  const { kind } = yield* act.noteStart({ fleet, server, start });
  say(ctx, `server ${server}: ${end.kind}${end.kind === 'failed' ? `, ${end.message}` : ''}`);
  if (kind === 'left') return { kind };
  return end.kind === 'failed' ? { kind: 'failed', message: end.message } : { kind: 'running' };
}

function groupOfServer(
  ctx: OrchestrationContext,
  { fleet, server, number, hub, spec }: ServerStartRequest,
): AttemptGroup {
  return groupOfRun(ctx, { name: server, owner: { kind: 'fleet', id: fleet, hub }, spec, attempt: number });
}

function create(
  ctx: OrchestrationContext,
  inbox: EventInbox<ContainerEvents>,
  group: AttemptGroup,
  { fleet, hub, spec, region, queueDeadlineSeconds }: ServerStartRequest,
): Workflow<StartOutcome> {
  return startGroup(ctx, inbox, group, {
    request: { hub, spec, priority: 'other', share: `fleet-${fleet}`, queueDeadlineSeconds },
    placement: placementOf(spec, region),
    since: nowIso(ctx),
    queueDeadline: secondsFromNow(ctx, queueDeadlineSeconds),
  });
}

function failureOf(outcome: Exclude<StartOutcome, { kind: 'started' }>): StartEnd {
  if (outcome.kind === 'crowdedOut')
    return { kind: 'failed', failure: 'quota', message: 'Others took the last room of its region.' };
  const message = 'message' in outcome ? outcome.message : 'It ended before it was made.';
  return { kind: 'failed', failure: outcome.kind, message };
}

/** Looks at the group until all of it runs, or never will; a drain that comes meanwhile ends this. */
function* untilRunning(
  ctx: OrchestrationContext,
  inbox: EventInbox<ContainerEvents>,
  group: AttemptGroup,
  { spec }: ServerStartRequest,
): Workflow<StartEnd> {
  const act = proxyActivities(ctx, transient);
  const deadline = secondsFromNow(ctx, spec.provisioningDeadlineSeconds);
  group.enter('waiting');
  for (let polls = 0; ; polls++) {
    const poll = secondsFromNow(ctx, nextPollSeconds(polls));
    const news = yield* firstOf(ctx, inbox, ['cancelRequested'], { poll, deadline });
    if (news.kind === 'cancelRequested')
      return { kind: 'failed', failure: 'cancelled', message: news.value.reason };
    const state = yield* act.observeGroup(group.logs);
    const verdict = startVerdict(spec, state, { expired: news.kind === 'deadline' });
    if (verdict.kind !== 'waiting') return verdict;
  }
}
