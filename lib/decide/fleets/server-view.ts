import type { ServerLinks, ServerView } from '../../../contract/fleet-views.ts';
import type { Fleet, Server, ServerBeat } from '../../../contract/fleets.ts';
import { sessionsOn } from './occupancy.ts';
import { withoutDefinition } from './without-definition.ts';

/** A server with what it told last: of one that is gone, that stands in its row. */
export type ServerWithBeat = { server: Server; beat?: ServerBeat | undefined };

/** The sessions of a server as people see them; one that is gone has none. */
export function sessionsShown(
  { server, beat }: ServerWithBeat,
  fleet: Fleet | undefined,
  now: string,
): number {
  if (server.state === 'gone') return 0;
  return sessionsOn(
    { allocated: server.allocated, ...(beat && { beat }) },
    fleet?.spec ?? withoutDefinition,
    now,
  );
}

/** A server as people see it. */
export function serverView(
  { server, beat = server.lastBeat }: ServerWithBeat,
  { fleet, now, links }: { fleet: Fleet | undefined; now: string; links: ServerLinks },
): ServerView {
  const { name, state, ip, fqdn, ports, allocated, version, region, since, drain, message } = server;
  return {
    name,
    state,
    sessions: sessionsShown({ server, beat }, fleet, now),
    address: ip ?? null,
    ...(fqdn === undefined ? {} : { fqdn }),
    ports,
    allocated,
    version,
    isCurrent: version === fleet?.version,
    region,
    since,
    ...(drain && { drain }),
    ...(message === undefined ? {} : { message }),
    ...(beat && { heardAt: beat.at }),
    ...(beat?.status === undefined ? {} : { status: beat.status }),
    links,
  };
}
