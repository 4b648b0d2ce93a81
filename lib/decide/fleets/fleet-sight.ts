import type { Fleet, FleetObservation, ObservedServer, ServerChange } from '../../../contract/fleets.ts';
import { sessionsOn } from './occupancy.ts';
import { serverFinding } from './server-finding.ts';
import type { CountedServer } from './server-moves.ts';

/** Longer than that without a look, and silence says nothing of a server: the app itself may have been down. */
const longestBreakSeconds = 120;

/** A fleet as it stands, what its rows don't say yet included. */
export type FleetSight = {
  servers: CountedServer[];
  /** What the rows don't say yet. */
  findings: ServerChange[];
  /** On servers that can take more. */
  sessions: number;
  awakeSince: string;
};

export function fleetSight({ servers, memory, now }: FleetObservation, fleet: Fleet): FleetSight {
  const { spec } = fleet;
  const { lookedAt = '' } = memory;
  const longest = Math.max(longestBreakSeconds, 3 * spec.lookSeconds) * 1_000;
  const wasAway = !(Date.parse(now) - Date.parse(lookedAt) <= longest);
  const awakeSince = wasAway ? now : (memory.awakeSince ?? lookedAt);
  const findings: ServerChange[] = [];
  const seen = servers.map((server): CountedServer => {
    const finding = serverFinding(server, spec, { awakeSince, now });
    if (finding) findings.push(finding);
    const found = finding ? changed(server, finding, now) : server;
    const stale = staleness(found, fleet, now);
    return { ...found, sessions: sessionsOn(found, spec, now), ...(stale ? { stale } : {}) };
  });
  const open = seen.filter(({ state }) => state === 'ready' || state === 'allocated');
  return {
    servers: seen,
    findings,
    sessions: open.reduce((sum, server) => sum + server.sessions, 0),
    awakeSince,
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
