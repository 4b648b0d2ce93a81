import type { ContainerGroupSpec, Placement } from '../../../contract/container-specs.ts';
import type { ServerStartRequest } from '../../../contract/fleet-runs.ts';
import type { Fleet, Server } from '../../../contract/fleets.ts';

/** The longest label of a name. */
const longestLabel = 63;

/** What the start of a server is asked for, by the definition of its fleet as it is now. */
export function startRequest(
  { name, spec }: Fleet,
  { name: server, number, region }: Pick<Server, 'name' | 'number' | 'region'>,
  hub: string,
): ServerStartRequest {
  const { group, health, queueDeadlineSeconds } = spec;
  const { dnsName } = group;
  return {
    fleet: name,
    server,
    number,
    hub,
    // A name belongs to one group only.
    spec: dnsName === undefined ? group : { ...group, dnsName: labelOf(dnsName, number) },
    region,
    queueDeadlineSeconds,
    readyWhen: health.kind === 'running' ? 'running' : 'alive',
  };
}

function labelOf(dnsName: string, number: number): string {
  const suffix = `-${number}`;
  return dnsName.slice(0, longestLabel - suffix.length) + suffix;
}

/** Where a server is placed: with the sizes that its region has in the definition. */
export function placementOf(
  { placements }: Pick<ContainerGroupSpec, 'placements'>,
  region: string,
): Placement {
  return placements.find((placement) => placement.region === region) ?? { region };
}
