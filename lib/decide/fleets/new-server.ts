import type { Fleet, GroupGlimpse, NewServer, Server, StrayGroup } from '../../../contract/fleets.ts';
import { serverName } from '../../ids.ts';

/** The row of a server that is to be made. */
export function newServer(fleet: Fleet, { number, region }: NewServer, hub: string, at: string): Server {
  return {
    name: serverName({ hub, fleet: fleet.name, number }),
    fleet: fleet.name,
    number,
    version: fleet.version,
    region,
    state: 'creating',
    since: { creating: at },
    ports: fleet.spec.group.ports ?? [],
    allocated: 0,
  };
}

/** Of what a group without a row was made, nobody knows any more; so it is replaced once it is empty. */
const unknownVersion = 'adopted';

/** The row that a group gets again. */
export function adoptedServer(fleet: Fleet, group: StrayGroup, at: string): Server {
  const { name, number, region, ip, fqdn } = group;
  return {
    name,
    fleet: fleet.name,
    number,
    version: unknownVersion,
    region,
    ...(isUp(group)
      ? { state: 'ready', since: { ready: at }, runningAt: at }
      : { state: 'creating', since: { creating: at } }),
    ...(ip === undefined ? {} : { ip }),
    ...(fqdn === undefined ? {} : { fqdn }),
    ports: fleet.spec.group.ports ?? [],
    allocated: 0,
    message: 'Its row was lost, and made again from its container group.',
  };
}

function isUp({ provisioningState }: GroupGlimpse): boolean {
  return provisioningState === 'Succeeded';
}
