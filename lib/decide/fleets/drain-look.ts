import type { DrainLook } from '../../../contract/fleet-activities.ts';
import type { FleetSpec, Server, ServerBeat } from '../../../contract/fleets.ts';
import { sessionsKept } from './occupancy.ts';
import { withoutDefinition } from './without-definition.ts';

type Rules = Pick<FleetSpec, 'health' | 'sessions' | 'lookSeconds' | 'drain'>;

/**
 * How the drain of a server stands, and its row where that changes: once nobody is on it, or its deadline has come, the row says
 * that it goes.
 */
export function drainLook({
  server,
  beat,
  spec = withoutDefinition,
  awakeSince,
  now,
  overdue,
}: {
  server: Server;
  beat?: ServerBeat | undefined;
  spec?: Rules | undefined;
  /** ISO: before, the app was away, and silence says nothing. */
  awakeSince: string;
  now: string;
  /** The deadline that has come, by whoever waited for it. */
  overdue?: string | undefined;
}): { look: DrainLook; server?: Server } {
  const { state, number, drain } = server;
  if (state === 'gone') return { look: { kind: 'gone' } };
  const leaving: DrainLook = { kind: 'leaving', number };
  if (state === 'failed') return { look: leaving };
  if (state !== 'draining') return { look: { kind: 'reclaimed' } };
  if (drain?.leavingAt !== undefined) return { look: leaving };

  const sessions = sessionsKept({ allocated: server.allocated, ...(beat ? { beat } : {}) }, spec, {
    awakeSince,
    now,
  });
  const until = drain?.deadline;
  const isOver = until !== undefined && (until === overdue || Date.parse(until) <= Date.parse(now));
  if (sessions > 0 && !isOver)
    return { look: { kind: 'occupied', sessions, ...(until === undefined ? {} : { until }) } };
  const reason = drain?.reason ?? 'request';
  return { look: leaving, server: { ...server, drain: { ...drain, reason, leavingAt: now } } };
}
