import type { FleetStep } from '../../contract/fleet-activities.ts';
import type { FleetRequest } from '../../contract/fleet-runs.ts';
import type { FleetEvents, FleetStatus } from '../../contract/fleets.ts';
import { EventInbox } from '../../lib/durable/event-inbox.ts';
import { firstOf } from '../../lib/durable/first-of.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { say } from '../../lib/durable/say.ts';
import { nowIso, nowMs, secondsFromNow, timerToleranceMs } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';

/** Then its history is long enough to be slow to replay. */
const turnsPerLife = 50;

/** Timers fire up to a second early, and one that is due already would spin. */
const shortestWaitSeconds = 2;

/** So many wake-ups that come while it works are one. */
const wakeUpsAtOnce = 10;

const leasesSeconds = 60;

/**
 * Keeps a fleet at the size that its sessions ask for, for as long as it has a definition, a server or a container group. What
 * there is stands in rows and in Azure; an event only wakes.
 */
export function* fleet(
  ctx: OrchestrationContext,
  { fleet: name, leasesDueAt, probesDueAt }: FleetRequest,
): Workflow<{ kind: 'left' }> {
  const act = proxyActivities(ctx, transient);
  const inbox = new EventInbox<Pick<FleetEvents, 'fleetWoken'>>(ctx);
  const show = (step: string, more?: Partial<FleetStatus>): void => {
    ctx.df.customStatus = { kind: 'fleet', fleet: name, step, ...more } satisfies FleetStatus;
  };
  const isDue = (at: string): boolean => nowMs(ctx) >= Date.parse(at) - timerToleranceMs;
  const inSeconds = (seconds: number): string => new Date(secondsFromNow(ctx, seconds)).toISOString();
  const ears = (): Array<'fleetWoken'> =>
    new Array<'fleetWoken'>(Math.max(wakeUpsAtOnce - inbox.openWaits('fleetWoken'), 1)).fill('fleetWoken');

  // A new life begins without the status of the one before.
  show('looking');
  let leasesDue = leasesDueAt ?? nowIso(ctx);
  let probesDue = probesDueAt;
  let mayWait = true;
  for (let turn = 1; ; turn++) {
    if (isDue(leasesDue)) {
      yield* act.releaseExpired({ fleet: name });
      leasesDue = inSeconds(leasesSeconds);
    }
    if (probesDue !== undefined && isDue(probesDue)) yield* act.probeServers({ fleet: name });
    if (mayWait) yield* act.seatWaiting({ fleet: name });
    const step = yield* act.planFleet({ fleet: name });
    if (step.kind === 'leave') return { kind: 'left' };

    const { decision, line, probeSeconds } = step;
    if (line) say(ctx, line);
    show('acting', { decision });
    yield* carryOut(ctx, name, step);
    show('waiting', { decision });
    mayWait = decision.waiting > 0;
    if (probeSeconds === undefined) probesDue = undefined;
    else if (probesDue === undefined || isDue(probesDue)) probesDue = inSeconds(probeSeconds);

    // Straight after an activity, never after a race: on Azure the event that won one would drive every further life.
    if (turn >= turnsPerLife) {
      const due = { leasesDueAt: leasesDue, ...(probesDue === undefined ? {} : { probesDueAt: probesDue }) };
      ctx.df.continueAsNew({ fleet: name, ...due });
      return { kind: 'left' };
    }
    const look = secondsFromNow(ctx, Math.max(step.nextLookSeconds, shortestWaitSeconds));
    yield* firstOf(ctx, inbox, ears(), { look });
    while (inbox.take('fleetWoken')) mayWait = true;
  }
}

/** One after the other: rows before runs, and what makes room before what needs it. */
function* carryOut(
  ctx: OrchestrationContext,
  fleetName: string,
  { changes, create, resume, adopt, remove }: Extract<FleetStep, { kind: 'act' }>,
): Workflow<void> {
  const act = proxyActivities(ctx, transient);
  const of = { fleet: fleetName };
  if (changes.length > 0) yield* act.changeServers({ ...of, changes });
  if (adopt.length > 0) yield* act.adoptServers({ ...of, groups: adopt });
  if (create.length > 0) yield* act.createServers({ ...of, servers: create });
  if (resume.length > 0) yield* act.resumeServers({ ...of, servers: resume });
  if (remove.length > 0) yield* act.removeStrays({ ...of, groups: remove });
}
