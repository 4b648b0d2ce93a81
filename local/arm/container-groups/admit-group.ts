import type { Faults } from '../faults/faults.ts';
import type { GroupBody } from '../group-model/group-body.ts';
import type { GroupRecord } from '../group-model/group-record.ts';
import { credentialFor, registryOf } from '../group-model/registry-credential.ts';
import { requestedResources } from '../group-model/requested-resources.ts';
import type { Quotas } from '../options.ts';
import type { ContainerRuntime } from '../runtime/container-runtime.ts';
import { ArmError } from '../server/arm-error.ts';
import { capacityMessage } from './capacity-message.ts';

/** Refuses a group whose images cannot be had. */
export async function checkImages(
  name: string,
  body: GroupBody,
  { runtime, faults }: { runtime: ContainerRuntime; faults: Faults },
): Promise<void> {
  const { containers, initContainers, imageRegistryCredentials } = body.properties;
  const inaccessible = (image: string, why = ''): ArmError =>
    new ArmError(
      400,
      'InaccessibleImage',
      `The image '${image}' in container group '${name}' is not accessible. Please check the image and registry credential.${why}`,
    );
  const registryError = (image: string, why = ''): ArmError =>
    new ArmError(
      409,
      'RegistryErrorResponse',
      `An error response is received from the docker registry '${registryOf(image)}'. Please retry later.${why}`,
    );
  const images = new Set(
    [...(initContainers ?? []), ...containers].map(({ properties }) => properties.image),
  );
  for (const image of images) {
    if (faults.take('inaccessibleImage', name)) throw inaccessible(image);
    const answer = await runtime.findImage(image, credentialFor(image, imageRegistryCredentials ?? []));
    if (faults.take('registryError', name)) throw registryError(image);
    if (answer.kind === 'throttled') throw registryError(image, ` ${answer.message}`);
    if (answer.kind !== 'present') throw inaccessible(image, ` ${answer.message}`);
  }
}

/** Refuses Windows, of which no image runs here. */
export function checkOs({ properties }: GroupBody): void {
  if (properties.osType !== 'Windows') return;
  const [first] = properties.containers;
  throw new ArmError(
    400,
    'OsVersionNotSupported',
    `The OS version of image '${first?.properties.image}' is not supported. The local cloud runs Linux containers alone.`,
  );
}

/** Refuses a change of what the service fixes at creation. */
export function checkUpdate(existing: GroupRecord, body: GroupBody): void {
  const fixed = ({ properties }: GroupBody): string =>
    JSON.stringify([
      properties.osType,
      properties.restartPolicy,
      properties.containers.map(({ name, properties: { resources } }) => [
        name,
        resources?.requests.cpu,
        resources?.requests.memoryInGB,
      ]),
    ]);
  if (fixed(existing.body) === fixed(body)) return;
  throw new ArmError(
    400,
    'InvalidContainerGroupUpdate',
    `The updates on container group '${existing.name}' are invalid. If you are going to update the os type, restart policy, network profile, CPU, memory or GPU resources for a container group, you must delete it first and then create a new one.`,
  );
}

/** What the groups of a region use of its quotas; a group that has ended still counts, but its cores are free. */
export function usageOf(groups: GroupRecord[]): Quotas {
  const withCores = groups.filter(
    ({ state, provisioningState }) =>
      state === 'Pending' || state === 'Running' || (provisioningState === 'Failed' && state !== 'Stopped'),
  );
  const coresOf = (priority: 'Regular' | 'Spot'): number =>
    withCores
      .filter(({ body }) => body.properties.priority === priority)
      .reduce((sum, { body }) => sum + requestedResources(body).cpu, 0);
  return {
    containerGroups: groups.length,
    standardCores: coresOf('Regular'),
    standardSpotCores: coresOf('Spot'),
  };
}

/** Refuses a new group above the region's quotas, or when a fault says that there is no room. */
export function checkQuota(
  name: string,
  body: GroupBody,
  inRegion: GroupRecord[],
  quotas: Quotas,
  faults: Faults,
): void {
  const { cpu } = requestedResources(body);
  const { location } = body;
  if (faults.take('serviceUnavailable', name, location)) {
    throw new ArmError(409, 'ServiceUnavailable', capacityMessage(body));
  }
  const usage = usageOf(inRegion);
  const region = location.toLowerCase().replaceAll(' ', '');
  const reached = (quota: string, limit: number, used: number, requested: number): ArmError =>
    new ArmError(
      400,
      'ContainerGroupQuotaReached',
      `Resource type 'Microsoft.ContainerInstance/containerGroups' container group quota '${quota}' exceeded in region '${region}'. Limit: '${limit}', Usage: '${used}' Requested: '${requested}'.`,
    );
  const [cores, limit, used] =
    body.properties.priority === 'Spot'
      ? (['StandardSpotCores', quotas.standardSpotCores, usage.standardSpotCores] as const)
      : (['StandardCores', quotas.standardCores, usage.standardCores] as const);
  if (faults.take('quotaReached', name)) throw reached(cores, used, used, cpu);
  if (usage.containerGroups + 1 > quotas.containerGroups) {
    throw reached('ContainerGroups', quotas.containerGroups, usage.containerGroups, 1);
  }
  if (used + cpu > limit) throw reached(cores, limit, used, cpu);
}

/** Refuses a DNS name label that another group of the region has. */
export function checkLabel(name: string, body: GroupBody, inRegion: GroupRecord[]): void {
  const label = body.properties.ipAddress?.dnsNameLabel;
  if (!label) return;
  const taken = inRegion.some(
    (group) => group.name !== name && group.body.properties.ipAddress?.dnsNameLabel === label,
  );
  if (!taken) return;
  throw new ArmError(
    400,
    'DnsNameLabelAlreadyTaken',
    `The DNS name label '${label}' in container group '${name}' is not available. Try using a different label.`,
  );
}
