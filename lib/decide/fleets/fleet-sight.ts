import type { Fleet, FleetObservation, ObservedServer, ServerChange } from '../../../contract/fleets.ts';
import { awakeSince } from './awake-since.ts';
import { sessionsKept } from './occupancy.ts';
import { serverFinding } from './server-finding.ts';
import type { CountedServer } from './server-moves.ts';

/** A fleet as it stands, what its rows don't say yet included. */
export type FleetSight = {
  servers: CountedServer[];
  /** What the rows don't say yet. */
  findings: ServerChange[];
  /** On servers that can take more; one that has, or tells of, more than its places is full and no more. */
  sessions: number;
  awakeSince: string;
};

export function fleetSight({ servers, memory, now }: FleetObservation, fleet: Fleet): FleetSight {
  const { spec } = fleet;
  const moment = { awakeSince: awakeSince(memory, spec, now), now };
  const findings: ServerChange[] = [];
  const seen = servers.map((server): CountedServer => {
    const finding = serverFinding(server, spec, moment);
    if (finding) findings.push(finding);
    const found = finding ? changed(server, finding, now) : server;
    const stale = staleness(found, fleet, now);
    return { ...found, sessions: sessionsKept(found, spec, moment), ...(stale ? { stale } : {}) };
  });
  const open = seen.filter(({ state }) => state === 'ready' || state === 'allocated');
  return {
    servers: seen,
    findings,
    sessions: open.reduce((sum, { sessions }) => sum + Math.min(sessions, spec.sessionsPerServer), 0),
    awakeSince: moment.awakeSince,
  };
}

function changed(
  server: ObservedServer,
  { to, failure, message }: ServerChange,
  now: string,
): ObservedServer {
  return {
    ...server,
    state: to,
    since: to === server.state ? server.since : { ...server.since, [to]: now },
    ...(failure ? { failure } : {}),
    ...(message === undefined ? {} : { message }),
  };
}

function staleness(
  { version, since }: ObservedServer,
  { version: current, spec: { maxLifetimeHours } }: Fleet,
  now: string,
): CountedServer['stale'] {
  if (version !== current) return 'outdated';
  if (maxLifetimeHours === undefined || since.creating === undefined) return undefined;
  const age = Date.parse(now) - Date.parse(since.creating);
  return age >= maxLifetimeHours * 3_600_000 ? 'lifetime' : undefined;
}
