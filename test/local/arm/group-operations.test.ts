import { expect, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { container, group, wireGroup } from './support/group.ts';
import { pass } from './support/pass.ts';
import { resourceGroup } from './support/sdk-clients.ts';
import { startTestArm } from './support/start-test-arm.ts';

const quick = { updateIntervalInMs: 1 };
const pathOf = (name: string) =>
  `/resourceGroups/rg/providers/Microsoft.ContainerInstance/containerGroups/${name}`;
const forever = 'exec sleep 1000';

test('refuses changes of a group that is coming up', async () => {
  const arm = await startTestArm({ clock: new VirtualClock() });
  await arm.create('job-1', group('exit 0'));
  await expect(arm.create('job-1', group('exit 0'))).rejects.toMatchObject({
    statusCode: 409,
    code: 'ContainerGroupTransitioning',
  });
});

test('replaces a group in place and restarts its containers', async () => {
  const arm = await startTestArm();
  await arm.create('server', group(`echo one; ${forever}`));
  await arm.until('server', (one) => one?.state === 'Running');
  const firstPid = arm.containerGroups()[0]?.containers[0]?.pid;

  const answer = await arm.request('PUT', pathOf('server'), wireGroup(`echo two; ${forever}`));
  expect(answer.status).toBe(200);
  await arm.until('server', (one) => one?.state === 'Running' && one.containers[0]?.pid !== firstPid);
  expect(arm.containerGroups()).toHaveLength(1);
});

test('deletes a group and its log, ends its containers, and accepts the delete of an absent one', async () => {
  const arm = await startTestArm();
  await arm.create('server', group(forever));
  await arm.until('server', (one) => one?.state === 'Running');
  const deleted = await arm.aci.containerGroups.beginDeleteAndWait(resourceGroup, 'server', quick);
  expect(deleted).toMatchObject({ name: 'server' });
  await expect(arm.get('server')).rejects.toMatchObject({ statusCode: 404, code: 'ResourceNotFound' });
  await expect(arm.logs('server')).rejects.toMatchObject({ statusCode: 404 });
  expect((await arm.request('DELETE', pathOf('server'))).status).toBe(204);
});

test('refuses to create a group again while the containers of the deleted one are ending', async () => {
  const clock = new VirtualClock();
  const arm = await startTestArm({ clock, timings: { stopGraceMs: 5_000 } });
  await arm.create('server', group("trap '' TERM; while :; do sleep 0.01; done"));
  await pass(clock, 100);
  await arm.until('server', (one) => one?.state === 'Running');
  await arm.aci.containerGroups.beginDelete(resourceGroup, 'server', quick);
  await expect(arm.create('server', group('exit 0'))).rejects.toMatchObject({
    code: 'ContainerGroupTransitioning',
  });
});

test('stops a group with SIGTERM, starts it again and restarts it', async () => {
  const arm = await startTestArm();
  await arm.create('server', group("trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.01; done"));
  await arm.until('server', (one) => one?.state === 'Running');
  await arm.aci.containerGroups.stop(resourceGroup, 'server');
  await expect(arm.aci.containerGroups.beginStart(resourceGroup, 'server')).rejects.toMatchObject({
    code: 'ContainerGroupTransitioning',
  });
  await arm.until('server', (one) => one?.state === 'Stopped');
  const stopped = await arm.get('server');
  expect(stopped.provisioningState).toBe('Succeeded');
  expect(stopped.containers[0]?.instanceView?.currentState).toMatchObject({ state: 'Terminated' });

  await arm.aci.containerGroups.beginStartAndWait(resourceGroup, 'server', quick);
  expect((await arm.get('server')).instanceView?.state).toBe('Running');
  const pid = arm.containerGroups()[0]?.containers[0]?.pid;

  await arm.aci.containerGroups.beginRestartAndWait(resourceGroup, 'server', quick);
  const restarted = arm.containerGroups()[0];
  expect(restarted?.state).toBe('Running');
  expect(restarted?.containers[0]?.pid).not.toBe(pid);
});

test('kills a container that does not end within the grace', async () => {
  const clock = new VirtualClock();
  const arm = await startTestArm({ clock, timings: { stopGraceMs: 5_000 } });
  await arm.create('server', group("trap '' TERM; echo up; while :; do sleep 0.01; done"));
  await pass(clock, 100);
  while (!(await arm.logs('server').catch(() => '')).includes('up'));
  await arm.aci.containerGroups.stop(resourceGroup, 'server');
  await pass(clock, 4_999);
  expect((await arm.get('server')).containers[0]?.instanceView?.currentState?.state).toBe('Running');
  await pass(clock, 1);
  await arm.until('server', (one) => one?.state === 'Stopped');
  expect((await arm.get('server')).containers[0]?.instanceView?.currentState?.exitCode).toBe(137);
});

test('starts nothing more when it is stopped while an init container runs', async () => {
  const arm = await startTestArm();
  const script = "trap 'exit 0' TERM; echo up; while :; do sleep 0.01; done";
  const init = { name: 'main', image: 'shell', command: ['sh', '-c', script] };
  await arm.create(
    'job',
    group('', { initContainers: [init], containers: [container('', { name: 'later' })] }),
  );
  while (!(await arm.logs('job').catch(() => '')).includes('up'));
  await arm.aci.containerGroups.stop(resourceGroup, 'job');
  await arm.until('job', (one) => one?.state === 'Stopped');
  const stopped = await arm.get('job');
  expect(stopped.initContainers?.[0]?.instanceView?.currentState).toMatchObject({ state: 'Terminated' });
  expect(stopped.containers[0]?.instanceView?.currentState?.state).toBe('Waiting');
});

test('restarts all of a group, its init containers and with its secrets', async () => {
  const arm = await startTestArm();
  const variables = [{ name: 'TOKEN', secureValue: 'secret' }];
  const shared = { name: 'shared', mountPath: '/shared' };
  const init = {
    name: 'first',
    image: 'shell',
    command: ['sh', '-c', 'echo "$TOKEN of $(cat secrets/file)" > shared/said'],
    environmentVariables: variables,
    volumeMounts: [shared, { name: 'secrets', mountPath: '/secrets' }],
  };
  const server = container(`cat shared/said; ${forever}`, { volumeMounts: [shared] });
  await arm.create(
    'server',
    group('', {
      restartPolicy: 'OnFailure',
      initContainers: [init],
      containers: [server],
      volumes: [
        { name: 'shared', emptyDir: {} },
        { name: 'secrets', secret: { file: Buffer.from('file').toString('base64') } },
      ],
    }),
  );
  for (const again of ['beginRestartAndWait', 'beginStartAndWait'] as const) {
    await arm.until('server', (one) => one?.state === 'Running');
    while ((await arm.logs('server').catch(() => '')) !== 'secret of file\n');
    if (again === 'beginStartAndWait') {
      await arm.aci.containerGroups.stop(resourceGroup, 'server');
      await arm.until('server', (one) => one?.state === 'Stopped');
    }
    await arm.aci.containerGroups[again](resourceGroup, 'server', quick);
    const { initContainers, containers } = await arm.get('server');
    expect(initContainers?.[0]?.instanceView).toMatchObject({ restartCount: 0 });
    expect(containers[0]?.instanceView).toMatchObject({
      restartCount: 0,
      currentState: { state: 'Running' },
    });
  }
});

test('tells what a region has and what is used of it, spot cores by themselves', async () => {
  const arm = await startTestArm();
  const sized = (cpu: number) => container(forever, { resources: { requests: { cpu, memoryInGB: 1 } } });
  await arm.create('regular', group('', { containers: [sized(2)] }));
  await arm.create('spot', group('', { containers: [sized(1.5)], priority: 'Spot' }));
  await arm.create('elsewhere', group('', { location: 'northeurope' }));
  const all = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
    const listed: Item[] = [];
    for await (const item of items) listed.push(item);
    return listed;
  };
  const usages = await all(arm.aci.location.listUsage('westeurope'));
  expect(usages.map(({ name, currentValue, limit }) => [name?.value, currentValue, limit])).toEqual([
    ['ContainerGroups', 2, 100],
    ['StandardCores', 2, 100],
    ['StandardSpotCores', 1.5, 100],
  ]);
  const [capabilities] = await all(arm.aci.location.listCapabilities('westeurope'));
  expect(capabilities).toMatchObject({
    osType: 'Linux',
    location: 'westeurope',
    ipAddressType: 'Public',
    gpu: 'None',
    capabilities: { maxMemoryInGB: 240, maxCpu: 31, maxGpuCount: 0 },
  });
  const images = await all(arm.aci.location.listCachedImages('westeurope'));
  expect(images).toEqual([{ osType: 'Linux', image: 'shell' }]);
  expect(
    await arm.aci.containerGroups.getOutboundNetworkDependenciesEndpoints(resourceGroup, 'spot'),
  ).toEqual([]);
});
