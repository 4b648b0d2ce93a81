import { expect, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { container, group, wireGroup } from './support/group.ts';
import { pass } from './support/pass.ts';
import { resourceGroup, subscription } from './support/sdk-clients.ts';
import { startTestArm } from './support/start-test-arm.ts';

const quick = { updateIntervalInMs: 1 };
const pathOf = (name: string) =>
  `/resourceGroups/rg/providers/Microsoft.ContainerInstance/containerGroups/${name}`;
const forever = 'exec sleep 1000';

test('runs a group to its end and keeps its log', async () => {
  const arm = await startTestArm();
  const created = await arm.aci.containerGroups.beginCreateOrUpdateAndWait(
    resourceGroup,
    'job-1',
    group('echo out; echo err >&2; echo end'),
    quick,
  );
  expect(created).toMatchObject({ name: 'job-1', provisioningState: 'Succeeded' });
  await arm.ended('job-1');
  const ended = await arm.get('job-1');
  expect(ended.instanceView?.state).toBe('Succeeded');
  const view = ended.containers[0]?.instanceView;
  expect(view).toMatchObject({
    restartCount: 0,
    currentState: { state: 'Terminated', exitCode: 0, detailStatus: 'Completed' },
  });
  expect(view?.previousState).toBeUndefined();
  expect(view?.events?.map(({ name }) => name)).toEqual(['Pulling', 'Pulled', 'Started', 'Killing']);
  expect(await arm.logs('job-1')).toBe('out\nerr\nend\n');
});

test('answers a create as the service does', async () => {
  const arm = await startTestArm({ clock: new VirtualClock() });
  const answer = await arm.request('PUT', pathOf('job-1'), wireGroup('exit 0'));
  expect(answer.status).toBe(201);
  expect(answer.headers.get('azure-asyncoperation')).toMatch(
    new RegExp(
      `^https://management\\.azure\\.com/subscriptions/${subscription}/providers/Microsoft\\.ContainerInstance/locations/westeurope/operations/[0-9a-f-]{36}\\?api-version=2018-06-01$`,
    ),
  );
  expect(answer.headers.get('location')).toBeNull();
  expect(answer.headers.get('retry-after')).toBeNull();
  expect(answer.headers.get('x-ms-ratelimit-remaining-subscription-resource-requests-pt5m')).toBe('99');
  expect(answer.headers.get('x-ms-ratelimit-remaining-subscription-resource-requests-pt1h')).toBe('299');
  expect(await answer.json()).toMatchObject({
    id: `/subscriptions/${subscription}${pathOf('job-1')}`,
    type: 'Microsoft.ContainerInstance/containerGroups',
    properties: {
      provisioningState: 'Pending',
      instanceView: { events: [], state: 'Pending' },
      sku: 'Standard',
      provisioningTimeoutInSeconds: 1800,
      isCustomProvisioningTimeout: false,
      initContainers: [],
      containers: [{ name: 'main', properties: { environmentVariables: [] } }],
    },
  });
});

test('goes through the states of the service while the clock moves', async () => {
  const clock = new VirtualClock();
  const arm = await startTestArm({
    clock,
    timings: { nodeAssignedMs: 5_000, pullMs: 1_000, startMs: 3_000 },
  });
  const accepted = await arm.request('PUT', pathOf('job-1'), wireGroup(forever));
  const operation = new URL(accepted.headers.get('azure-asyncoperation') ?? '').pathname.split(
    '/operations/',
  )[1];
  const status = async () => {
    const path = `/providers/Microsoft.ContainerInstance/locations/westeurope/operations/${operation}`;
    return (await (await arm.request('GET', path)).json()) as { status: string; properties: unknown };
  };
  expect(await status()).toMatchObject({ status: 'Pending', properties: { events: [] } });
  expect((await arm.get('job-1')).containers[0]?.instanceView).toBeUndefined();

  await pass(clock, 5_000);
  const creating = await arm.get('job-1');
  expect(creating.provisioningState).toBe('Creating');
  expect(creating.containers[0]?.instanceView?.currentState?.state).toBe('Waiting');
  expect(creating.containers[0]?.instanceView?.events?.map(({ name }) => name)).toEqual(['Pulling']);

  await pass(clock, 1_000);
  expect((await arm.get('job-1')).containers[0]?.instanceView?.events?.map(({ name }) => name)).toEqual([
    'Pulling',
    'Pulled',
  ]);

  await pass(clock, 3_000);
  await arm.until('job-1', (one) => one?.state === 'Running');
  const running = await arm.get('job-1');
  expect(running.provisioningState).toBe('Succeeded');
  expect(running.containers[0]?.instanceView?.currentState).toMatchObject({
    state: 'Running',
    detailStatus: '',
    startTime: new Date(clock.now()),
  });
  expect(await status()).toMatchObject({
    status: 'Succeeded',
    properties: { events: [{ name: 'Pulling' }, { name: 'Pulled' }, { name: 'Started' }] },
  });
});

test.each([
  {
    what: 'the CPU',
    change: { containers: [container('', { resources: { requests: { cpu: 2, memoryInGB: 1.5 } } })] },
  },
  { what: 'the restart policy', change: { restartPolicy: 'Always' } },
  { what: 'the operating system', change: { osType: 'Windows' } },
])('refuses an update that changes $what', async ({ change }) => {
  const arm = await startTestArm();
  await arm.create('job-1', group('exit 0'));
  await arm.ended('job-1');
  await expect(arm.create('job-1', group('exit 0', change))).rejects.toMatchObject({
    statusCode: 400,
    code: 'InvalidContainerGroupUpdate',
  });
});

test('lists groups without instance views, by subscription and by resource group', async () => {
  const arm = await startTestArm();
  await arm.create('job-1', group('exit 0', { tags: { run: '1' } }));
  await arm.aci.containerGroups.beginCreateOrUpdate('other', 'job-2', group('exit 0'), quick);
  await arm.ended('job-1');

  const names = async (groups: AsyncIterable<{ name?: string }>) => {
    const found: (string | undefined)[] = [];
    for await (const one of groups) found.push(one.name);
    return found;
  };
  expect(await names(arm.aci.containerGroups.list())).toEqual(['job-1', 'job-2']);
  expect(await names(arm.aci.containerGroups.listByResourceGroup('RG'))).toEqual(['job-1']);
  for await (const one of arm.aci.containerGroups.listByResourceGroup('rg')) {
    expect(one).toMatchObject({ tags: { run: '1' }, provisioningState: 'Succeeded' });
    expect(one.instanceView).toBeUndefined();
    expect(one.containers[0]?.instanceView).toBeUndefined();
  }
});

test('changes tags and nothing else', async () => {
  const arm = await startTestArm();
  await arm.create('job-1', group('exit 0', { tags: { one: '1' } }));
  const updated = await arm.aci.containerGroups.update(resourceGroup, 'job-1', {
    tags: { two: '2' },
    location: 'elsewhere',
  });
  expect(updated).toMatchObject({ tags: { two: '2' }, location: 'westeurope' });
  expect((await arm.get('job-1')).tags).toEqual({ two: '2' });
});

test('runs init containers one after the other before the others', async () => {
  const arm = await startTestArm();
  const mount = [{ name: 'shared', mountPath: '/mnt/shared' }];
  const init = (name: string) => ({
    name,
    image: 'shell',
    command: ['sh', '-c', `echo ${name} >> mnt/shared/order`],
    volumeMounts: mount,
  });
  await arm.create(
    'job-1',
    group('', {
      initContainers: [init('first'), init('second')],
      containers: [container('cat mnt/shared/order', { volumeMounts: mount })],
      volumes: [{ name: 'shared', emptyDir: {} }],
    }),
  );
  await arm.ended('job-1');
  expect(await arm.logs('job-1')).toBe('first\nsecond\n');
});

test('fails the group whose init container fails, without starting the others', async () => {
  const arm = await startTestArm();
  const init = { name: 'init', image: 'shell', command: ['sh', '-c', 'exit 4'] };
  await arm.create('job-1', group('echo never', { initContainers: [init] }));
  await arm.ended('job-1');
  const failed = await arm.get('job-1');
  expect(failed.instanceView?.state).toBe('Failed');
  expect(failed.containers[0]?.instanceView?.currentState?.state).toBe('Waiting');
});

test('ends with its last container, and fails when one of them failed', async () => {
  const arm = await startTestArm();
  await arm.create(
    'job-1',
    group('', {
      containers: [container('exit 0'), container('exit 2', { name: 'side' })],
    }),
  );
  await arm.ended('job-1');
  const ended = await arm.get('job-1');
  expect(ended.instanceView?.state).toBe('Failed');
  expect(ended.containers.map((one) => one.instanceView?.currentState?.exitCode)).toEqual([0, 2]);
  expect(ended.containers[1]?.instanceView?.currentState?.detailStatus).toBe('Error');
});

test('gives each group with an address a loopback address of its own, known to its image', async () => {
  const arm = await startTestArm({
    images: { shell: { command: ['sh'], environment: { LISTEN: '{ipAddress}' } } },
  });
  const ipAddress = { type: 'Public', ports: [{ port: 80 }], dnsNameLabel: 'game-one' };
  await arm.create('one', group('echo $LISTEN', { ipAddress }));
  await arm.create('two', group('echo $LISTEN', { ipAddress: { ...ipAddress, dnsNameLabel: 'game-two' } }));
  await Promise.all([arm.ended('one'), arm.ended('two')]);
  const [one, two] = await Promise.all([arm.get('one'), arm.get('two')]);
  expect(one.ipAddress).toMatchObject({
    ip: expect.stringMatching(/^127\.\d+\.\d+\.\d+$/),
    fqdn: 'game-one.westeurope.azurecontainer.io',
    ports: [{ port: 80, protocol: 'TCP' }],
  });
  expect(one.ipAddress?.ip).not.toBe(two.ipAddress?.ip);
  expect(await arm.logs('one')).toBe(`${one.ipAddress?.ip}\n`);
  await expect(arm.create('three', group('exit 0', { ipAddress }))).rejects.toMatchObject({
    code: 'DnsNameLabelAlreadyTaken',
  });
});
