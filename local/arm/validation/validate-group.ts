import type { GroupBody } from '../group-model/group-body.ts';
import { atMost, checkName, checkPort, invalid } from './invalid.ts';
import { validateContainer } from './validate-container.ts';
import { validateIdentities } from './validate-identities.ts';
import { validatePlacement } from './validate-placement.ts';
import { validateSize } from './validate-size.ts';
import { validateVolumes } from './validate-volumes.ts';

/** Limits of the service. */
const limits = { containers: 60, volumes: 20, ports: 5 };
const labelRule = /^[a-z][a-z0-9-]*[a-z0-9]$/i;

/** Refuses what the service refuses before it looks for images and room. */
export function validateGroup(name: string, body: GroupBody): void {
  const { containers, initContainers, volumes } = body.properties;
  checkName('InvalidContainerGroupName', 'container group', name);
  const all = [...containers, ...(initContainers ?? [])];
  for (const container of all) validateContainer(container, volumes ?? []);
  const names = new Set(all.map((container) => container.name));
  if (names.size < all.length) throw invalid('InvalidContainerName', 'Container names must be unique.');
  atMost('containers', all.length, limits.containers);
  atMost('volumes', volumes?.length ?? 0, limits.volumes);
  validateVolumes(volumes ?? []);
  validateAddress(body);
  validateIdentities(body);
  validatePlacement(body);
  validateSize(body);
}

function validateAddress({ properties }: GroupBody): void {
  const { ipAddress } = properties;
  if (!ipAddress) return;
  atMost('ports', ipAddress.ports.length, limits.ports);
  for (const { port } of ipAddress.ports) checkPort(port);
  const label = ipAddress.dnsNameLabel;
  if (label && (label.length < 5 || label.length > 63 || !labelRule.test(label))) {
    throw invalid(
      'InvalidDnsNameLabel',
      `The DNS name label '${label}' is invalid: 5 to 63 letters, digits, '-'.`,
    );
  }
}
