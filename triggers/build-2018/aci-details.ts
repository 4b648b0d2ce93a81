import { z } from 'zod';
import type { GroupDetails, OperatedContainer } from '../../contract/container-operations.ts';
import { containerOf, groupOfName } from '../container-groups/group-of-request.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { call2018 } from './call-2018.ts';
import { namedGroup, namedGroupRefusal } from './named-group.ts';

const bodySchema = namedGroup.extend({ type: z.string().optional(), containerName: z.string().optional() });

/** A container group as Azure has it, or the log of one of its containers. */
export function aciDetails(deps: TriggerDependencies): HttpTrigger {
  return call2018({
    name: 'ACIDetails',
    id: 'aciDetails',
    summary: 'Get a container group, as in 2018',
    authLevel: 'function',
    refusal: namedGroupRefusal,
    async answer(body) {
      const { data: asked } = bodySchema.safeParse(body);
      if (!asked) return undefined;
      const group = await groupOfName(deps, asked.containerGroupName);
      if (asked.type !== 'logs') return JSON.stringify(groupOf2018(group, asked.resourceGroup));
      const container = containerOf(group, asked.containerName);
      const content = (await deps.containerOperations.readLog(group.name, container, {})) ?? '';
      return JSON.stringify({ content });
    },
  });
}

/** As the library of 2018 had it: what is a property of Azure's stands beside the name. */
function groupOf2018(group: GroupDetails, resourceGroup: string): object {
  const {
    name,
    region,
    tags,
    provisioningState,
    restartPolicy,
    groupState,
    events,
    ip,
    fqdn,
    ports = [],
  } = group;
  return {
    name,
    resourceGroup,
    type: 'Microsoft.ContainerInstance/containerGroups',
    location: region,
    tags,
    provisioningState,
    containers: group.containers.map(containerOf2018),
    restartPolicy,
    ...(ip === undefined ? {} : { ipAddress: { ip, fqdn, ports, type: 'Public' } }),
    osType: 'Linux',
    instanceView: { events, state: groupState },
  };
}

function containerOf2018({ name, image, cpu, memoryGb, events, ...state }: OperatedContainer): object {
  return {
    name,
    image,
    resources: { requests: { cpu, memoryInGB: memoryGb } },
    instanceView: {
      restartCount: state.restartCount,
      currentState: {
        state: state.state.charAt(0).toUpperCase() + state.state.slice(1),
        startTime: state.startedAt,
        exitCode: state.exitCode,
        finishTime: state.finishedAt,
        detailStatus: state.detail,
      },
      events,
    },
  };
}
