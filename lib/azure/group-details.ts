import type { Container, ContainerGroup, InitContainerDefinition } from '@azure/arm-containerinstance';
import type { GroupDetails, OperatedContainer } from '../../contract/container-operations.ts';
import type { ContainerState } from '../../contract/containers.ts';
import { containerGroupState } from './container-group-state.ts';
import { attemptIn, ownerIn, timesIn } from './container-group-tags.ts';

/** Everything about a group that people ask for. */
export function groupDetails(name: string, group: ContainerGroup): GroupDetails {
  const { kind: _kind, containers, initContainers, ...shown } = containerGroupState(group);
  const { location = '', tags = {}, ipAddress } = group;
  const owner = ownerIn(tags);
  return {
    name,
    region: location,
    ...(owner ? { owner, attempt: attemptIn(tags) } : {}),
    ...timesIn(tags),
    ...otherTags(tags),
    // Azure's own default where the group says nothing.
    restartPolicy: (group.restartPolicy ?? 'Always') as GroupDetails['restartPolicy'],
    ...shown,
    containers: containers.map((state, index) => operated(state, group.containers[index])),
    initContainers: initContainers.map((state, index) => operated(state, group.initContainers?.[index])),
    ...(ipAddress?.ports.length
      ? {
          ports: ipAddress.ports.map(({ port, protocol }) => ({
            port,
            protocol: protocol === 'UDP' ? 'UDP' : 'TCP',
          })),
        }
      : {}),
  };
}

function otherTags(tags: Record<string, string>): Pick<GroupDetails, 'tags'> {
  const others = Object.entries(tags).filter(([name]) => !name.startsWith('slipway-'));
  return others.length > 0 ? { tags: Object.fromEntries(others) } : {};
}

function operated(
  state: ContainerState,
  container: Partial<Pick<Container, 'resources'>> & Pick<InitContainerDefinition, 'image'> = {},
): OperatedContainer {
  const { cpu, memoryInGB } = container.resources?.requests ?? {};
  return {
    ...state,
    image: container.image ?? '',
    ...(cpu === undefined ? {} : { cpu }),
    ...(memoryInGB === undefined ? {} : { memoryGb: memoryInGB }),
  };
}
