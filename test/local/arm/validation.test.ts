import type { ContainerGroup } from '@azure/arm-containerinstance';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { container, group } from './support/group.ts';
import { startTestArm, type TestArm } from './support/start-test-arm.ts';

const sized = (cpu: number, memoryInGB: number) =>
  container('exit 0', { resources: { requests: { cpu, memoryInGB } } });
const withVariable = (name: string) => container('exit 0', { environmentVariables: [{ name, value: 'x' }] });
const named = (name: string) => container('exit 0', { name });
const volume = (kind: object) => ({ volumes: [{ name: 'volume', ...kind }] });
const probed = (livenessProbe: object) => ({ containers: [container('', { livenessProbe })] });
const withGpu = (gpu: { count: number; sku: string }) =>
  container('', { resources: { requests: { cpu: 1, memoryInGB: 1, gpu } } });
const identity =
  '/subscriptions/s/resourceGroups/r/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id';
const identities = (...ids: string[]) => ({
  identity: {
    type: 'UserAssigned' as const,
    userAssignedIdentities: Object.fromEntries(ids.map((id) => [id, {}])),
  },
});
const registry = (credential: object) => ({
  imageRegistryCredentials: [{ server: 'x.azurecr.io', ...credential }],
});
const address = (change: object) => ({ ipAddress: { type: 'Public', ports: [{ port: 80 }], ...change } });

const cases: { what: string; name?: string; change?: Partial<ContainerGroup>; code: string }[] = [
  { what: 'a group name in upper case', name: 'Job', code: 'InvalidContainerGroupName' },
  { what: 'a group name that ends in a hyphen', name: 'job-', code: 'InvalidContainerGroupName' },
  { what: 'a group name of 64 characters', name: 'j'.repeat(64), code: 'InvalidContainerGroupName' },
  {
    what: 'a container name with an underscore',
    change: { containers: [named('a_b')] },
    code: 'InvalidContainerName',
  },
  {
    what: 'a name used twice',
    change: { containers: [named('a'), named('a')] },
    code: 'InvalidContainerName',
  },
  { what: 'no container', change: { containers: [] }, code: 'InvalidRequestContent' },
  {
    what: '61 containers',
    change: { containers: Array.from({ length: 61 }, (_, n) => named(`c${n}`)) },
    code: 'ContainerGroupLimitExceeded',
  },
  {
    what: 'a variable that begins with an underscore',
    change: { containers: [withVariable('_A')] },
    code: 'InvalidEnvironmentVariableName',
  },
  {
    what: 'a variable with a hyphen',
    change: { containers: [withVariable('A-B')] },
    code: 'InvalidEnvironmentVariableName',
  },
  {
    what: 'a volume name of 4 characters',
    change: { volumes: [{ name: 'four', emptyDir: {} }] },
    code: 'InvalidVolumeName',
  },
  {
    what: 'a volume name with a double hyphen',
    change: { volumes: [{ name: 'vol--ume', emptyDir: {} }] },
    code: 'InvalidVolumeName',
  },
  { what: 'a volume that is nothing', change: volume({}), code: 'InvalidVolume' },
  {
    what: 'a volume that is two things',
    change: volume({ emptyDir: {}, secret: { a: '' } }),
    code: 'InvalidVolume',
  },
  {
    what: 'a volume name used twice',
    change: {
      volumes: [
        { name: 'shared', emptyDir: {} },
        { name: 'shared', emptyDir: {} },
      ],
    },
    code: 'InvalidVolumeName',
  },
  {
    what: 'a share outside of its account',
    change: volume({ azureFile: { shareName: '../x', storageAccountName: 'store' } }),
    code: 'InvalidVolume',
  },
  {
    what: 'an account with a dot',
    change: volume({ azureFile: { shareName: 'share', storageAccountName: '..' } }),
    code: 'InvalidVolume',
  },
  {
    what: 'a repository outside of its volume',
    change: volume({ gitRepo: { repository: 'https://git.example/x', directory: 'a/../../b' } }),
    code: 'InvalidVolume',
  },
  {
    what: 'a secret whose file would lie elsewhere',
    change: { volumes: [{ name: 'secrets', secret: { '../outside': '' } }] },
    code: 'InvalidSecretName',
  },
  {
    what: 'a mount of an unknown volume',
    change: { containers: [container('', { volumeMounts: [{ name: 'nothing', mountPath: '/x' }] })] },
    code: 'VolumeNotFound',
  },
  {
    what: 'a relative mount path',
    change: {
      containers: [container('', { volumeMounts: [{ name: 'shared', mountPath: 'x' }] })],
      volumes: [{ name: 'shared', emptyDir: {} }],
    },
    code: 'InvalidVolumeMount',
  },
  {
    what: 'an empty variable',
    change: { containers: [container('', { environmentVariables: [{ name: 'A', value: '' }] })] },
    code: 'InvalidEnvironmentVariable',
  },
  { what: 'a probe of nothing', change: probed({}), code: 'InvalidProbe' },
  {
    what: 'a probe of two things',
    change: probed({ exec: { command: ['true'] }, httpGet: { port: 80 } }),
    code: 'InvalidProbe',
  },
  { what: 'a probe without command', change: probed({ exec: {} }), code: 'InvalidProbe' },
  {
    what: 'a probe every 0 seconds',
    change: probed({ exec: { command: ['true'] }, periodSeconds: 0 }),
    code: 'InvalidProbe',
  },
  { what: 'a probe of port 0', change: probed({ httpGet: { port: 0 } }), code: 'InvalidPort' },
  {
    what: 'a probe by FTP',
    change: probed({ httpGet: { port: 80, scheme: 'ftp' } }),
    code: 'InvalidProbe',
  },
  { what: 'user-assigned identities that are missing', change: identities(), code: 'InvalidIdentity' },
  { what: 'an identity that is no resource', change: identities('me'), code: 'InvalidIdentity' },
  {
    what: 'a registry without password or identity',
    change: registry({ username: 'me' }),
    code: 'InvalidImageRegistryCredential',
  },
  {
    what: 'a registry with an identity that the group lacks',
    change: { ...identities(`${identity}2`), ...registry({ identity }) },
    code: 'InvalidImageRegistryCredential',
  },
  { what: 'two subnets', change: { subnetIds: [{ id: 'one' }, { id: 'two' }] }, code: 'InvalidSubnet' },
  {
    what: 'a public address in a subnet',
    change: { ...address({}), subnetIds: [{ id: 'one' }] },
    code: 'InvalidIPAddressType',
  },
  {
    what: 'a private address without subnet',
    change: address({ type: 'Private' }),
    code: 'InvalidIPAddressType',
  },
  {
    what: 'a name in a subnet',
    change: { ...address({ type: 'Private', dnsNameLabel: 'label' }), subnetIds: [{ id: 'one' }] },
    code: 'InvalidDnsNameLabel',
  },
  {
    what: 'name servers without subnet',
    change: { dnsConfig: { nameServers: ['10.0.0.1'] } },
    code: 'InvalidDnsConfig',
  },
  { what: 'two zones', change: { zones: ['1', '2'] }, code: 'InvalidZone' },
  {
    what: 'a spot group with a public address',
    change: { ...address({}), priority: 'Spot' },
    code: 'InvalidSpotContainerGroup',
  },
  {
    what: 'a spot group with 5 CPUs',
    change: { containers: [sized(5, 1)], priority: 'Spot' },
    code: 'ResourceRequestsTooLarge',
  },
  { what: 'a priority that is none', change: { priority: 'Low' }, code: 'InvalidRequestContent' },
  {
    what: 'Log Analytics without key',
    change: { diagnostics: { logAnalytics: { workspaceId: 'w', workspaceKey: '' } } },
    code: 'InvalidLogAnalytics',
  },
  {
    what: 'three GPUs',
    change: { containers: [withGpu({ count: 3, sku: 'V100' })] },
    code: 'InvalidGpuRequest',
  },
  { what: 'Windows', change: { osType: 'Windows' }, code: 'OsVersionNotSupported' },
  { what: 'port 0', change: address({ ports: [{ port: 0 }] }), code: 'InvalidPort' },
  {
    what: 'six ports',
    change: address({ ports: [1, 2, 3, 4, 5, 6].map((port) => ({ port })) }),
    code: 'ContainerGroupLimitExceeded',
  },
  { what: 'a label of 4 characters', change: address({ dnsNameLabel: 'four' }), code: 'InvalidDnsNameLabel' },
  {
    what: 'a label that begins with a digit',
    change: address({ dnsNameLabel: '1label' }),
    code: 'InvalidDnsNameLabel',
  },
  { what: 'no CPU', change: { containers: [sized(0, 1)] }, code: 'InvalidResourceRequest' },
  { what: 'more than 31 CPUs', change: { containers: [sized(32, 1)] }, code: 'ResourceRequestsTooLarge' },
  { what: 'more than 240 GB', change: { containers: [sized(1, 241)] }, code: 'ResourceRequestsTooLarge' },
  {
    what: 'a limit above what the group requests',
    change: {
      containers: [
        container('', {
          resources: { requests: { cpu: 1, memoryInGB: 1 }, limits: { cpu: 2, memoryInGB: 1 } },
        }),
      ],
    },
    code: 'ContainerLimitGreaterThanContainerGroupTotalRequest',
  },
  {
    what: 'an image that is not in the table, though another tag is',
    change: { containers: [container('', { image: 'shell:2' })] },
    code: 'InaccessibleImage',
  },
];

describe('with one emulator for all', () => {
  let arm: TestArm;
  let end = async (): Promise<void> => {};
  beforeAll(async () => {
    arm = await startTestArm({}, (cleanup) => {
      end = cleanup;
    });
  });
  afterAll(() => end());

  test.each(cases)('refuses $what', async ({ name = 'job', change, code }) => {
    await expect(arm.create(name, group('exit 0', change))).rejects.toMatchObject({ statusCode: 400, code });
    expect(arm.containerGroups()).toEqual([]);
  });
});

test('names image and group when an image is not accessible', async () => {
  const arm = await startTestArm();
  const missing = group('', { containers: [container('', { image: 'hugo:9' })] });
  await expect(arm.create('job', missing)).rejects.toThrow(
    "The image 'hugo:9' in container group 'job' is not accessible. Please check the image and registry credential. The local cloud runs containers as processes and has no command for the image 'hugo:9': it is neither built in nor in images.json. Add it there",
  );
});

test('takes everything that the service takes, and shows it without its secrets', async () => {
  const arm = await startTestArm();
  const subnetIds = [{ id: '/subscriptions/s/x/subnets/containers' }];
  const full = group('true', {
    ...identities(identity),
    containers: [withGpu({ count: 1, sku: 'V100' })],
    imageRegistryCredentials: [
      { server: 'x.azurecr.io', identity },
      { server: 'y.example', username: 'me', password: 'SECRET-1' },
    ],
    diagnostics: { logAnalytics: { workspaceId: 'w', workspaceKey: 'SECRET-2' } },
    subnetIds,
    ipAddress: { type: 'Private', ports: [{ port: 80 }] },
    dnsConfig: { nameServers: ['10.0.0.1'], searchDomains: 'example.com' },
    zones: ['2'],
  });
  await arm.create('job', full);
  const shown = await arm.get('job');
  expect(shown).toMatchObject({
    subnetIds,
    zones: ['2'],
    dnsConfig: { nameServers: ['10.0.0.1'], searchDomains: 'example.com' },
    imageRegistryCredentials: [
      { server: 'x.azurecr.io', identity },
      { server: 'y.example', username: 'me' },
    ],
    diagnostics: { logAnalytics: { workspaceId: 'w' } },
    priority: 'Regular',
  });
  expect(shown.containers[0]?.resources?.requests.gpu).toEqual({ count: 1, sku: 'V100' });
  expect(JSON.stringify(shown)).not.toContain('SECRET');
});

test('refuses a group above the quota of cores, until others have ended', async () => {
  const arm = await startTestArm({ quotas: { standardCores: 2 } });
  await arm.create('one', group('exec sleep 1000', { containers: [sized(1.5, 1)] }));
  await expect(arm.create('two', group('', { containers: [sized(1, 1)] }))).rejects.toMatchObject({
    code: 'ContainerGroupQuotaReached',
    message:
      "Resource type 'Microsoft.ContainerInstance/containerGroups' container group quota 'StandardCores' exceeded in region 'westeurope'. Limit: '2', Usage: '1.5' Requested: '1'.",
  });
  await arm.create('elsewhere', group('exit 0', { location: 'northeurope' }));
  await arm.ended('one');
  await arm.create('two', group('exit 0', { containers: [sized(1, 1)] }));
});

test('counts groups that have ended until they are deleted', async () => {
  const arm = await startTestArm({ quotas: { containerGroups: 1 } });
  await arm.create('one', group('exit 0'));
  await arm.ended('one');
  await expect(arm.create('two', group('exit 0'))).rejects.toMatchObject({
    code: 'ContainerGroupQuotaReached',
  });
  await arm.aci.containerGroups.beginDelete('rg', 'one');
  await arm.create('two', group('exit 0'));
});
