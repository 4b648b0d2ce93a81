import { createHash } from 'node:crypto';
import type { ContainerBody } from '../group-model/group-body.ts';
import type { ContainerRecord, GroupRecord } from '../group-model/group-record.ts';

export type GroupView = {
  /** Lists carry no instance views, neither the group's nor the containers'. */
  instanceViews: boolean;
  withoutContainerViews?: boolean;
  withoutContainerEvents?: boolean;
};

/** A group as the service answers it; its body holds no secrets to begin with. */
export function publicGroup(group: GroupRecord, view: GroupView): Record<string, unknown> {
  const { properties, identity, tags, ...rest } = group.body;
  const { containers, initContainers, ipAddress } = properties;
  const merge = (bodies: ContainerBody[], records: ContainerRecord[]): unknown[] =>
    bodies.map((body, index) => publicContainer(body, records[index], view));
  return {
    ...rest,
    id: group.id,
    name: group.name,
    type: 'Microsoft.ContainerInstance/containerGroups',
    tags: tags ?? {},
    ...(identity && { identity: publicIdentity(identity) }),
    properties: {
      ...properties,
      provisioningState: group.provisioningState,
      provisioningTimeoutInSeconds: 1800,
      isCustomProvisioningTimeout: false,
      containers: merge(containers, group.containers),
      initContainers: merge(initContainers ?? [], group.initContainers),
      ...(ipAddress && { ipAddress: publicAddress(group, ipAddress) }),
      ...(view.instanceViews && { instanceView: { events: group.events, state: group.state } }),
    },
  };
}

function publicContainer(body: ContainerBody, record: ContainerRecord | undefined, view: GroupView): unknown {
  const hasView = view.instanceViews && !view.withoutContainerViews && record?.currentState;
  return {
    name: body.name,
    properties: {
      ...body.properties,
      command: body.properties.command ?? [],
      environmentVariables: body.properties.environmentVariables ?? [],
      ports: body.properties.ports ?? [],
      ...(hasView && {
        instanceView: {
          restartCount: record.restartCount,
          currentState: record.currentState,
          ...(record.previousState && { previousState: record.previousState }),
          ...(!view.withoutContainerEvents && { events: record.events }),
        },
      }),
    },
  };
}

function publicAddress(
  group: GroupRecord,
  ipAddress: NonNullable<GroupRecord['body']['properties']['ipAddress']>,
): unknown {
  const { dnsNameLabel } = ipAddress;
  const region = group.body.location.toLowerCase().replaceAll(' ', '');
  return {
    ...ipAddress,
    // Not known when the create is accepted.
    ...(group.ip && group.provisioningState !== 'Pending' && { ip: group.ip }),
    ...(dnsNameLabel && { fqdn: `${dnsNameLabel}.${region}.azurecontainer.io` }),
  };
}

/** Each identity gets ids of its own, the same ones every time. */
function publicIdentity(identity: NonNullable<GroupRecord['body']['identity']>): unknown {
  const { userAssignedIdentities } = identity;
  return {
    ...identity,
    tenantId: guidOf('tenant'),
    ...(identity.type.includes('SystemAssigned') && { principalId: guidOf('system principal') }),
    ...(userAssignedIdentities && {
      userAssignedIdentities: Object.fromEntries(
        Object.keys(userAssignedIdentities).map((id) => [
          id,
          { principalId: guidOf(`principal ${id}`), clientId: guidOf(`client ${id}`) },
        ]),
      ),
    }),
  };
}

function guidOf(name: string): string {
  const hex = createHash('sha256').update(name.toLowerCase()).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
