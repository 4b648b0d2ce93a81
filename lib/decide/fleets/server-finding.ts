import type { FleetSpec, ObservedServer, ServerChange } from '../../../contract/fleets.ts';
import { sessionsKept } from './occupancy.ts';
import { openState } from './server-transition.ts';

/** On top of the deadlines of a start, which ends by itself: only a start that is stuck takes longer. */
const startGraceSeconds = 300;

/**
 * What a look at a server says about its row; undefined where the row says it already. Nothing here touches a server that
 * drains: that is the business of its drain.
 */
export function serverFinding(
  server: ObservedServer,
  spec: FleetSpec,
  { awakeSince, now }: { awakeSince: string; now: string },
): ServerChange | undefined {
  const { state, group } = server;
  if (state === 'draining' || state === 'failed' || state === 'gone') return undefined;
  const to = (state: ServerChange['to'], more: Partial<ServerChange> = {}): ServerChange => ({
    ...{ server: server.name, from: server.state, to: state },
    ...more,
  });
  if (group?.ended !== undefined) return to('failed', { failure: 'failed', message: group.ended });
  if (!group && (state !== 'creating' || server.runningAt !== undefined))
    return to('failed', { failure: 'vanished', message: 'Its container group is gone.' });
  const age = secondsSince([server.beat?.at], now);
  const open = openState(sessionsKept(server, spec, { awakeSince, now }));

  if (state === 'creating') return findingOfStart();
  if (spec.health.kind !== 'running') {
    const limit = spec.health.everySeconds * (spec.health.missed + 1);
    const quiet = secondsSince([server.beat?.at, server.runningAt, server.since.ready, awakeSince], now);
    if (state === 'unhealthy') return age <= limit ? to(open) : undefined;
    if (quiet > limit) return to('unhealthy', { message: `No sign of life for ${Math.floor(quiet)} s.` });
  } else if (state === 'unhealthy') return to(open);
  const hasMoved = group?.ip !== undefined && (group.ip !== server.ip || group.fqdn !== server.fqdn);
  if (!hasMoved && open === state) return undefined;
  return to(open, hasMoved ? addressOf(group) : {});

  function findingOfStart(): ServerChange | undefined {
    const deadline = spec.queueDeadlineSeconds + spec.group.provisioningDeadlineSeconds + startGraceSeconds;
    const address = addressOf(group);
    if (server.runningAt === undefined)
      return secondsSince([server.since.creating, awakeSince], now) > deadline
        ? to('failed', { failure: 'stuckProvisioning', message: `Not running after ${deadline} s.` })
        : undefined;
    if (spec.health.kind === 'running') return server.worked ? undefined : to('ready', address);
    // Those who are on it already are seen at the next look: no server is allocated before it was ready.
    if (server.beat) return to('ready', address);
    const { firstSeconds } = spec.health;
    if (secondsSince([server.runningAt, awakeSince], now) <= firstSeconds) return undefined;
    return to('failed', {
      failure: 'deadlineExceeded',
      message: `No sign of life within ${firstSeconds} s of its start.`,
    });
  }
}

function addressOf(group: ObservedServer['group']): Pick<ServerChange, 'ip' | 'fqdn'> {
  return {
    ...(group?.ip === undefined ? {} : { ip: group.ip }),
    ...(group?.fqdn === undefined ? {} : { fqdn: group.fqdn }),
  };
}

/** Since the latest of these moments; for ever where there was none. */
function secondsSince(moments: Array<string | undefined>, now: string): number {
  const latest = Math.max(
    ...moments.map((at) => (at === undefined ? Number.NEGATIVE_INFINITY : Date.parse(at))),
  );
  return (Date.parse(now) - latest) / 1_000;
}
