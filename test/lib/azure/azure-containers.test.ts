import { describe, expect, test } from 'vitest';
import type { ContainerSpec } from '../../../contract/container-specs.ts';
import { armClients } from '../../../lib/azure/arm-clients.ts';
import { azureContainers } from '../../../lib/azure/azure-containers.ts';
import type { ContainerGroupRequest } from '../../../lib/ports/containers.ts';
import { resourceGroup, subscription } from '../../local/arm/support/sdk-clients.ts';
import { startTestArm } from '../../local/arm/support/start-test-arm.ts';
import { aContainerSpec } from '../../support/builders.ts';

const owner = { kind: 'run', id: 'run-1', hub: 'test' } as const;

function aRequest(
  container: Partial<ContainerSpec<string>> = {},
  overrides: Partial<ContainerGroupRequest> = {},
): ContainerGroupRequest {
  const main = aContainerSpec<string>({
    image: 'shell',
    command: ['sh', '-c', 'echo "plain $PLAIN"; test "$HIDDEN" = s3cret && echo hidden is there'],
    environment: { PLAIN: 'text' },
    secrets: { HIDDEN: 's3cret' },
    memoryGb: 1.5,
    ...container,
  });
  return {
    name: 'job-sums-1',
    region: 'westeurope',
    owner,
    attempt: 1,
    deadline: new Date('2026-01-02T00:00:00.000Z'),
    shape: { containers: [main] },
    ...overrides,
  };
}

/** How a list shows the group of `aRequest`. */
const listed = {
  name: 'job-sums-1',
  provisioningState: expect.stringMatching(/^(?:Pending|Creating|Succeeded)$/),
  region: 'westeurope',
  owner,
  attempt: 1,
  cores: 1,
  containers: ['main'],
  deadline: '2026-01-02T00:00:00.000Z',
};

async function started(options: Parameters<typeof startTestArm>[0] = {}) {
  const arm = await startTestArm(options);
  const containers = azureContainers(
    armClients({ subscriptionId: subscription, resourceGroup, armEndpoint: arm.origin }),
  );
  return { arm, containers };
}

const running = { command: ['sh', '-c', 'exec sleep 1000'] };

describe('a container group', () => {
  test('is created, runs once to its end, leaves its log and is deleted', async () => {
    const { arm, containers } = await started();
    expect(await containers.read('job-sums-1')).toEqual({ kind: 'absent' });
    expect(await containers.create(aRequest())).toEqual({ kind: 'created' });
    await arm.ended('job-sums-1');
    expect(await containers.read('job-sums-1')).toMatchObject({
      kind: 'present',
      provisioningState: 'Succeeded',
      groupState: 'Succeeded',
      containers: [{ name: 'main', state: 'terminated', exitCode: 0, restartCount: 0, detail: 'Completed' }],
    });
    expect(await containers.readLog('job-sums-1', 'main')).toBe('plain text\nhidden is there\n');
    expect(['gone', 'deleting']).toContain(await containers.delete('job-sums-1'));
    await arm.until('job-sums-1', (group) => group === undefined);
    expect(await containers.delete('job-sums-1')).toBe('gone');
    expect(await containers.readLog('job-sums-1', 'main')).toBeUndefined();
  });

  test('has one private container that is never restarted, and hides its secrets', async () => {
    const { arm, containers } = await started();
    await containers.create(aRequest(running));
    const group = await arm.get('job-sums-1');
    expect(group).toMatchObject({
      location: 'westeurope',
      osType: 'Linux',
      restartPolicy: 'Never',
      tags: { 'slipway-owner': 'run-1', 'slipway-attempt': '1' },
      containers: [{ name: 'main', image: 'shell', resources: { requests: { cpu: 1, memoryInGB: 1.5 } } }],
    });
    expect(group.ipAddress).toBeUndefined();
    expect(group.containers[0]?.environmentVariables).toEqual([
      { name: 'PLAIN', value: 'text' },
      { name: 'HIDDEN' },
    ]);
  });

  test('may be created twice: it stays one, and what runs is not started again', async () => {
    const { arm, containers } = await started();
    await containers.create(aRequest(running));
    await expect
      .poll(() => containers.read('job-sums-1'))
      .toMatchObject({ containers: [{ state: 'running' }] });
    const before = await containers.read('job-sums-1');
    const again = aRequest({ ...running, secrets: { HIDDEN: 'another' } });
    expect(await containers.create(again)).toEqual({ kind: 'created' });
    expect(await containers.read('job-sums-1')).toEqual(before);
    expect(arm.containerGroups()).toHaveLength(1);
  });

  test('is not written over one of the same name that belongs to something else', async () => {
    const { containers } = await started();
    await containers.create(aRequest(running));
    for (const stranger of [
      { owner: { ...owner, id: 'run-2' } },
      { owner: { ...owner, hub: 'another' } },
      { owner: { ...owner, kind: 'fleet' as const } },
      { attempt: 2 },
    ]) {
      expect(await containers.create(aRequest(running, stranger))).toMatchObject({ kind: 'nameTaken' });
    }
  });

  test('is there although the answer to its create was lost, and a second create finds it', async () => {
    const { arm, containers } = await started();
    arm.faults.add({ kind: 'lostAnswer', target: 'job-sums-1' });
    await expect(containers.create(aRequest(running))).rejects.toMatchObject({ code: 'azure-unavailable' });
    expect(await containers.create(aRequest(running))).toEqual({ kind: 'created' });
    expect(arm.containerGroups()).toHaveLength(1);
  });

  test('has no container state before its node has reported', async () => {
    const { arm, containers } = await started();
    arm.faults.add({ kind: 'missingInstanceView', times: 2 });
    await containers.create(aRequest(running));
    const state = await containers.read('job-sums-1');
    expect(state).toMatchObject({
      kind: 'present',
      events: [],
      containers: [{ name: 'main', state: 'waiting', restartCount: 0, events: [] }],
    });
  });

  test('has no log before it is up', async () => {
    const { arm, containers } = await started();
    arm.faults.add({ kind: 'slowStart', seconds: 60 });
    await containers.create(aRequest());
    expect(await containers.readLog('job-sums-1', 'main')).toBeUndefined();
  });

  test('shows why its image cannot be pulled', async () => {
    const { arm, containers } = await started();
    arm.faults.add({ kind: 'pullFailure', times: 100 });
    await containers.create(aRequest());
    await expect
      .poll(async () => {
        const state = await containers.read('job-sums-1');
        return state.kind === 'present'
          ? state.containers.flatMap(({ events }) => events.map(({ name, warning }) => (warning ? name : '')))
          : [];
      })
      .toEqual(expect.arrayContaining(['Failed']));
  });
});

describe('a create that Azure does not take', () => {
  test.each([
    ['inaccessibleImage', 'imageNotAccessible'],
    ['registryError', 'imageNotAccessible'],
    ['serviceUnavailable', 'capacity'],
    ['quotaReached', 'quota'],
  ] as const)("because of %s is the outcome %s, with Azure's own words", async (kind, outcome) => {
    const { arm, containers } = await started();
    arm.faults.add({ kind });
    const created = await containers.create(aRequest());
    expect(created).toEqual({ kind: outcome, message: expect.stringMatching(/\w{5,}/) });
  });

  test('for an image that does not exist says so', async () => {
    const { containers } = await started();
    expect(await containers.create(aRequest({ image: 'nobody/nothing:1' }))).toMatchObject({
      kind: 'imageNotAccessible',
      message: expect.stringContaining('nobody/nothing:1'),
    });
  });

  test('for a mistake in the request is refused', async () => {
    const { containers } = await started();
    expect(await containers.create(aRequest({ environment: { _BAD: 'x' } }))).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('_BAD'),
    });
  });

  test.each([
    { kind: 'serverError' },
    { kind: 'throttle', retryAfterSeconds: 600 },
    { kind: 'throttle' },
  ] as const)('for a passing reason ($kind) is unavailable at once', async (fault) => {
    const { arm, containers } = await started();
    arm.faults.add(fault);
    await expect(containers.create(aRequest(running))).rejects.toMatchObject({
      code: 'azure-unavailable',
      message: expect.stringContaining('"job-sums-1"'),
    });
  });

  test('is unavailable when nothing answers', async () => {
    const containers = azureContainers(
      armClients({ subscriptionId: subscription, resourceGroup, armEndpoint: 'http://127.0.0.1:1' }),
    );
    await expect(containers.create(aRequest())).rejects.toMatchObject({ code: 'azure-unavailable' });
    await expect(containers.read('any')).rejects.toMatchObject({ code: 'azure-unavailable' });
    await expect(containers.list()).rejects.toMatchObject({ code: 'azure-unavailable' });
    await expect(containers.delete('any')).rejects.toMatchObject({ code: 'azure-unavailable' });
  });
});

describe('the groups of the resource group', () => {
  test('are listed when they have an owner', async () => {
    const { arm, containers } = await started();
    await containers.create(aRequest(running));
    await arm.create('stranger', {
      location: 'westeurope',
      osType: 'Linux',
      containers: [{ name: 'main', image: 'shell', resources: { requests: { cpu: 1, memoryInGB: 1 } } }],
    });
    expect(await containers.list()).toEqual([listed]);
  });

  test('keep their other tags when one is to be kept', async () => {
    const { containers } = await started();
    await containers.create(aRequest(running));
    await containers.keepUntil('job-sums-1', new Date('2026-01-03T00:00:00.000Z'));
    expect(await containers.list()).toEqual([{ ...listed, keepUntil: '2026-01-03T00:00:00.000Z' }]);
    await containers.keepUntil('absent', new Date());
  });

  test('are not deleted while they are in transition: trying again may help', async () => {
    const { arm, containers } = await started();
    await containers.create(aRequest(running));
    arm.faults.add({ kind: 'transitioning', seconds: 60 });
    await expect(containers.delete('job-sums-1')).rejects.toMatchObject({ code: 'azure-unavailable' });
  });
});
