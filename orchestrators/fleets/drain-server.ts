import type { DrainLook } from '../../contract/fleet-activities.ts';
import type { ServerDrainOutcome, ServerDrainRequest, ServerDrainStatus } from '../../contract/fleet-runs.ts';
import type { FleetEvents } from '../../contract/fleets.ts';
import { nextDrainLookSeconds } from '../../lib/decide/fleets/next-drain-look.ts';
import { EventInbox } from '../../lib/durable/event-inbox.ts';
import { firstOf } from '../../lib/durable/first-of.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { say } from '../../lib/durable/say.ts';
import { secondsFromNow, sleep } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import { startRunId } from '../../lib/ids.ts';
import { removeGroup } from '../containers/remove-group.ts';

/** Then its history is long enough to be slow to replay. */
const looksPerLife = 100;

/** What was under way at a crash goes on after five minutes on Azure; a start that does not end then is left to itself. */
const mostLooksAtStart = 40;
const startPauseSeconds = 10;

/**
 * Takes one server of a fleet away: tells it, waits until nobody is on it or its deadline has come, has it do its last work,
 * archives its logs and deletes its group. Until its row says that it goes, it can be had back.
 */
export function* drainServer(
  ctx: OrchestrationContext,
  request: ServerDrainRequest,
): Workflow<ServerDrainOutcome> {
  const { fleet, server } = request;
  const act = proxyActivities(ctx, transient);
  const show = (step: ServerDrainStatus['step'], more?: Partial<ServerDrainStatus>): void => {
    ctx.df.customStatus = { kind: 'serverDrain', fleet, server, step, ...more } satisfies ServerDrainStatus;
  };

  show('waiting');
  const end = yield* untilEmpty(ctx, request, (sessions, deadline) =>
    show('waiting', { sessions, ...(deadline === undefined ? {} : { deadline }) }),
  );
  if (end.kind === 'occupied') {
    ctx.df.continueAsNew({ ...request, noticed: true });
    return { kind: 'left' };
  }
  if (end.kind !== 'leaving') return { kind: end.kind };

  show('stopping');
  yield* endStart(ctx, server);
  yield* act.runStopHook({ fleet, server });

  show('archiving');
  const logs = yield* logsOf(ctx, server, end.number);
  show('deleting');
  const { kind } = yield* removeGroup(ctx, logs);
  if (kind !== 'gone') return { kind: 'left' };
  yield* act.noteGone({ fleet, server });
  say(ctx, `server ${server}: gone`);
  return { kind: 'gone' };
}

/** How the drain stands once nobody waits any more; still `occupied` when a new life is due. */
function* untilEmpty(
  ctx: OrchestrationContext,
  { fleet, server, noticed }: ServerDrainRequest,
  show: (sessions: number, deadline: string | undefined) => void,
): Workflow<DrainLook> {
  const act = proxyActivities(ctx, transient);
  const inbox = new EventInbox<Pick<FleetEvents, 'serverChanged'>>(ctx);
  let look = yield* act.lookAtDrain({ fleet, server });
  for (let looks = 0; look.kind === 'occupied'; looks++) {
    if (looks >= looksPerLife) return look;
    if (looks === 0 && !noticed) yield* act.noticeDrain({ fleet, server });
    const { sessions, until } = look;
    show(sessions, until);
    const timers = {
      look: secondsFromNow(ctx, nextDrainLookSeconds(looks)),
      deadline: until === undefined ? undefined : Math.max(Date.parse(until), secondsFromNow(ctx, 2)),
    };
    const { kind } = yield* firstOf(ctx, inbox, ['serverChanged'], timers);
    look = yield* act.lookAtDrain({ fleet, server, ...(kind === 'deadline' ? { overdue: until } : {}) });
  }
  return look;
}

/** A start that goes on would make the group again that is deleted here. */
function* endStart(ctx: OrchestrationContext, server: string): Workflow<void> {
  const act = proxyActivities(ctx, transient);
  for (let looks = 0; looks < mostLooksAtStart; looks++) {
    if ((yield* act.stopStart({ server })).kind === 'ended') return;
    yield* sleep(ctx, startPauseSeconds);
  }
}

function* logsOf(ctx: OrchestrationContext, server: string, attempt: number) {
  const group = yield* proxyActivities(ctx, transient).getContainerState({ group: server });
  const all = group.kind === 'absent' ? [] : [...group.initContainers, ...group.containers];
  return { group: server, runId: startRunId(server), attempt, containers: all.map(({ name }) => name) };
}
