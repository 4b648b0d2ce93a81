import type { ContainerGroup } from '@azure/arm-containerinstance';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { container, group } from './support/group.ts';
import { startTestArm, type TestArm } from './support/start-test-arm.ts';

const sized = (cpu: number, memoryInGB: number) =>
  container('exit 0', { resources: { requests: { cpu, memoryInGB } } });
const withVariable = (name: string) => container('exit 0', { environmentVariables: [{ name, value: 'x' }] });
const named = (name: string) => container('exit 0', { name });
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
  {
    what: 'a volume that the local cloud lacks',
    change: { volumes: [{ name: 'share', azureFile: { shareName: 's', storageAccountName: 'a' } }] },
    code: 'UnsupportedVolume',
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
    "The image 'hugo:9' in container group 'job' is not accessible. Please check the image and registry credential.",
  );
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
