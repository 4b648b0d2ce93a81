import type { Owner, TaggedContainerGroup } from '../../contract/containers.ts';
import type { ContainerGroupRequest } from '../ports/containers.ts';

/** Written when a failed group is kept. */
export const keepUntilTag = 'slipway-keep-until';

/** Written where the sweep deletes a group after a time, whatever its owner says. */
export const deadlineTag = 'slipway-deadline';

/** Tags outlive everything but the group itself, so they say whose it is and until when. */
export function tagsOf({
  owner,
  attempt,
  deadline,
}: Pick<ContainerGroupRequest, 'owner' | 'attempt' | 'deadline'>): Record<string, string> {
  return {
    'slipway-owner': owner.id,
    'slipway-kind': owner.kind,
    'slipway-hub': owner.hub,
    'slipway-attempt': String(attempt),
    ...(deadline ? { [deadlineTag]: deadline.toISOString() } : {}),
  };
}

/** Undefined for a group that no Slipway made. */
export function ownerIn(tags: Record<string, string> | undefined): Owner | undefined {
  const { 'slipway-owner': id, 'slipway-kind': kind, 'slipway-hub': hub } = tags ?? {};
  if (!id || !hub) return undefined;
  return kind === 'run' || kind === 'fleet' || kind === 'person' ? { kind, id, hub } : undefined;
}

export function taggedGroup(group: {
  name?: string | undefined;
  location?: string | undefined;
  provisioningState?: string;
  ipAddress?: { ip?: string; fqdn?: string };
  tags?: Record<string, string>;
  initContainers?: Array<{ name: string }>;
  containers?: Array<{ name: string; resources?: { requests?: { cpu?: number } } }>;
}): TaggedContainerGroup | undefined {
  const { name, location = '', tags = {}, initContainers = [], containers = [] } = group;
  const { provisioningState = 'Unknown', ipAddress: { ip, fqdn } = {} } = group;
  const owner = ownerIn(tags);
  if (!name || !owner) return undefined;
  return {
    name,
    region: location,
    owner,
    attempt: attemptIn(tags),
    cores: containers.reduce((sum, { resources }) => sum + (resources?.requests?.cpu ?? 0), 0),
    containers: [...initContainers, ...containers].map((container) => container.name),
    provisioningState,
    ...(ip ? { ip } : {}),
    ...(fqdn ? { fqdn } : {}),
    ...timesIn(tags),
  };
}

export function attemptIn(tags: Record<string, string>): number {
  return Number(tags['slipway-attempt'] ?? 1);
}

/** Until when a group is there, and kept for a look at it. */
export function timesIn(tags: Record<string, string>): Pick<TaggedContainerGroup, 'deadline' | 'keepUntil'> {
  const { [deadlineTag]: deadline, [keepUntilTag]: keepUntil } = tags;
  return { ...(deadline ? { deadline } : {}), ...(keepUntil ? { keepUntil } : {}) };
}

/** Whether a group of this name is the one that was asked for already, and not somebody else's. */
export function isSameGroup(
  { owner, attempt }: Pick<ContainerGroupRequest, 'owner' | 'attempt'>,
  tags: Record<string, string> | undefined,
): boolean {
  const wanted = tagsOf({ owner, attempt });
  return Object.entries(wanted).every(([name, value]) => tags?.[name] === value);
}
