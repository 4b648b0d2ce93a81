import { describe, expect, test } from 'vitest';
import type { GroupShape } from '../../../contract/container-specs.ts';
import { armClients } from '../../../lib/azure/arm-clients.ts';
import { azureContainers } from '../../../lib/azure/azure-containers.ts';
import { withGroupDefaults } from '../../../lib/azure/with-group-defaults.ts';
import { resourceGroup, subscription } from '../../local/arm/support/sdk-clients.ts';
import { startTestArm } from '../../local/arm/support/start-test-arm.ts';
import { aContainerSpec } from '../../support/builders.ts';

const registry = { server: 'acme.azurecr.io', identity: '/pull' };
const ours = aContainerSpec<string>({ image: 'acme.azurecr.io/hugo:1' });
const others = aContainerSpec<string>({ image: 'acme.azurecr.io.example.com/hugo:1' });

function aShape(overrides: Partial<GroupShape<string>> = {}): GroupShape<string> {
  return { containers: [ours], ...overrides };
}

describe("an image of the app's registry", () => {
  test('is pulled by the identity that is there for it', () => {
    expect(withGroupDefaults(aShape(), { registry })).toMatchObject({
      registries: [registry],
      identities: ['/pull'],
    });
  });

  test('is so for an init container, too', () => {
    const shape = aShape({ containers: [others], initContainers: [ours] });
    expect(withGroupDefaults(shape, { registry }).registries).toEqual([registry]);
  });

  test('is pulled as its spec says where that says how', () => {
    const shape = aShape({ registries: [{ server: registry.server, username: 'me', password: 'mine' }] });
    expect(withGroupDefaults(shape, { registry })).toEqual(shape);
  });

  test('stands beside identities and registries of the spec, and no identity twice', () => {
    const own = { server: 'other.azurecr.io', identity: '/own' };
    const shape = aShape({ registries: [own], identities: ['/own', '/pull'] });
    expect(withGroupDefaults(shape, { registry })).toMatchObject({
      registries: [own, registry],
      identities: ['/own', '/pull'],
    });
  });
});

test('a group without an image of that registry gets no identity', () => {
  const shape = aShape({ containers: [others] });
  expect(withGroupDefaults(shape, { registry })).toEqual(shape);
});

test('a group goes into the subnet unless it has one, needs a public address, or may be evicted', () => {
  const subnetOf = (overrides: Partial<GroupShape<string>>) =>
    withGroupDefaults(aShape(overrides), { subnet: '/groups' }).subnet;
  expect(subnetOf({})).toBe('/groups');
  expect(subnetOf({ subnet: '/own' })).toBe('/own');
  expect(subnetOf({ ports: [{ port: 80 }] })).toBeUndefined();
  expect(subnetOf({ priority: 'spot' })).toBeUndefined();
});

test('both reach Azure as it wants them', async () => {
  const image = 'acme.azurecr.io/sums:1';
  const inGroup = `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers`;
  const identity = `${inGroup}/Microsoft.ManagedIdentity/userAssignedIdentities/pull`;
  const subnet = `${inGroup}/Microsoft.Network/virtualNetworks/slipway/subnets/groups`;
  const arm = await startTestArm({ images: { [image]: { command: ['true'] } } });
  const containers = azureContainers(
    armClients({ subscriptionId: subscription, resourceGroup, armEndpoint: arm.origin }),
    { registry: { server: 'acme.azurecr.io', identity }, subnet },
  );
  const outcome = await containers.create({
    name: 'sums-1',
    region: 'westeurope',
    owner: { kind: 'run', id: 'sums', hub: 'test' },
    attempt: 1,
    shape: aShape({ containers: [aContainerSpec<string>({ image })] }),
  });
  expect(outcome).toEqual({ kind: 'created' });
  const group = await arm.get('sums-1');
  expect(Object.keys(group.identity?.userAssignedIdentities ?? {})).toEqual([identity]);
  expect(group.imageRegistryCredentials).toEqual([{ server: 'acme.azurecr.io', identity }]);
  expect(group.subnetIds).toEqual([{ id: subnet }]);
});
