import { expect, test } from 'vitest';
import type { Fault } from '../../../local/arm/index.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { group } from './support/group.ts';
import { pass } from './support/pass.ts';
import { resourceGroup } from './support/sdk-clients.ts';
import { startTestArm } from './support/start-test-arm.ts';

const quick = { updateIntervalInMs: 1 };
const forever = 'exec sleep 1000';

test('fails a create for want of capacity with an error that has no code', async () => {
  const arm = await startTestArm();
  arm.faults.add({ kind: 'insufficientCapacity', location: 'westeurope' });
  let lastBody = '';
  await expect(
    arm.aci.containerGroups.beginCreateOrUpdateAndWait(resourceGroup, 'job', group('exit 0'), {
      ...quick,
      onResponse: (response) => {
        lastBody = response.bodyAsText ?? '';
      },
    }),
  ).rejects.toThrow('The long-running operation has failed');
  const { status, error } = JSON.parse(lastBody);
  expect({ status, error }).toEqual({
    status: 'Failed',
    error: {
      message:
        "The requested resource is not available in the location 'westeurope' at this moment. Please retry with a different resource request or in another location. Resource requested: '1' CPU '1.5' GB memory 'Linux' OS",
    },
  });
  const failed = await arm.get('job');
  expect(failed.provisioningState).toBe('Failed');
  expect(failed.instanceView?.events?.[0]).toMatchObject({ name: 'InsufficientCapacity.', type: 'Warning' });

  // The failed group still counts and can be deleted; the next one finds room.
  await arm.aci.containerGroups.beginDelete(resourceGroup, 'job');
  await arm.create('job-2', group('exit 0'));
  await arm.ended('job-2');
});

test('has no capacity in one region and some in another', async () => {
  const arm = await startTestArm();
  arm.faults.add({ kind: 'serviceUnavailable', location: 'westeurope', times: 9 });
  await expect(arm.create('job', group('exit 0'))).rejects.toMatchObject({
    statusCode: 409,
    code: 'ServiceUnavailable',
  });
  await arm.create('job', group('exit 0', { location: 'northeurope' }));
});

test.each<{ fault: Fault; statusCode: number; code: string }>([
  { fault: { kind: 'inaccessibleImage' }, statusCode: 400, code: 'InaccessibleImage' },
  { fault: { kind: 'registryError' }, statusCode: 409, code: 'RegistryErrorResponse' },
  { fault: { kind: 'quotaReached' }, statusCode: 400, code: 'ContainerGroupQuotaReached' },
  { fault: { kind: 'throttle', retryAfterSeconds: 7 }, statusCode: 429, code: 'TooManyRequests' },
  { fault: { kind: 'serverError' }, statusCode: 500, code: 'InternalServerError' },
])('refuses one create with $code, and the next one not', async ({ fault, statusCode, code }) => {
  const arm = await startTestArm();
  arm.faults.add({ ...fault, target: 'job-*' });
  await arm.create('other', group('exit 0'));
  await expect(arm.create('job-1', group('exit 0'))).rejects.toMatchObject({ statusCode, code });
  await arm.create('job-1', group('exit 0'));
  await arm.ended('job-1');
});

test('tells how long to wait when it throttles, or does not', async () => {
  const arm = await startTestArm();
  arm.faults.add({ kind: 'throttle', retryAfterSeconds: 7 });
  arm.faults.add({ kind: 'throttle' });
  const path = '/resourceGroups/rg/providers/Microsoft.ContainerInstance/containerGroups/job';
  expect((await arm.request('GET', path)).headers.get('retry-after')).toBe('7');
  expect((await arm.request('GET', path)).headers.get('retry-after')).toBeNull();
});

test('is transitioning for a while', async () => {
  const clock = new VirtualClock();
  const arm = await startTestArm({ clock });
  arm.faults.add({ kind: 'transitioning', target: 'job', seconds: 30 });
  for (const advance of [0, 29_999]) {
    await pass(clock, advance);
    await expect(arm.aci.containerGroups.beginDelete(resourceGroup, 'job')).resolves.toBeDefined();
    await expect(arm.create('job', group('exit 0'))).rejects.toMatchObject({
      code: 'ContainerGroupTransitioning',
    });
  }
  await pass(clock, 1);
  await arm.create('job', group('exit 0'));
});

test('never gets an image, and gives up at the provisioning timeout', async () => {
  const clock = new VirtualClock();
  const arm = await startTestArm({ clock, timings: { backOffMs: 10_000 } });
  arm.faults.add({ kind: 'pullFailure' });
  const poller = await arm.aci.containerGroups.beginCreateOrUpdate(
    resourceGroup,
    'job',
    group('exit 0'),
    quick,
  );
  await pass(clock, 60_000);
  const stuck = await arm.get('job');
  expect(stuck.provisioningState).toBe('Creating');
  const view = stuck.containers[0]?.instanceView;
  expect(view?.currentState).toMatchObject({
    state: 'Waiting',
    detailStatus: expect.stringContaining('pull'),
  });
  expect(view?.events?.map(({ name, count, type }) => [name, count, type])).toEqual([
    ['Pulling', 3, 'Normal'],
    ['Failed', 3, 'Warning'],
    ['BackOff', 3, 'Warning'],
  ]);
  await pass(clock, 1_740_000);
  await expect(poller.pollUntilDone()).rejects.toThrow('ProvisioningTimeout');
  expect((await arm.get('job')).provisioningState).toBe('Failed');
});

test.each([
  { reason: 'absent', says: 'NotFound' },
  { reason: 'refused', says: 'Unauthenticated' },
  { reason: 'throttled', says: '429 Too Many Requests' },
] as const)('says that a pull is $reason', async ({ reason, says }) => {
  const clock = new VirtualClock();
  const arm = await startTestArm({ clock });
  arm.faults.add({ kind: 'pullFailure', reason });
  await arm.create('job', group('exit 0'));
  await pass(clock, 100);
  expect((await arm.get('job')).containers[0]?.instanceView?.events).toContainEqual(
    expect.objectContaining({ name: 'Failed', message: expect.stringContaining(says) }),
  );
});

test('gets no node, and gives up at the provisioning timeout', async () => {
  const clock = new VirtualClock();
  const arm = await startTestArm({ clock });
  arm.faults.add({ kind: 'stuckProvisioning' });
  await arm.create('job', group('exit 0'));
  await pass(clock, 1_799_999);
  const stuck = await arm.get('job');
  expect(stuck).toMatchObject({ provisioningState: 'Pending', instanceView: { state: 'Pending' } });
  expect(stuck.containers[0]?.instanceView).toBeUndefined();
  await pass(clock, 1);
  expect((await arm.get('job')).provisioningState).toBe('Failed');
});

test('ends a container that took too much memory, as its node shows it', async () => {
  const arm = await startTestArm();
  await arm.create('job', group('exec sleep 1000'));
  await arm.until('job', (one) => one?.state === 'Running');
  arm.faults.add({ kind: 'outOfMemory', target: 'job' });
  await arm.ended('job');
  expect((await arm.get('job')).containers[0]?.instanceView?.currentState).toMatchObject({
    exitCode: 137,
    detailStatus: 'OOMKilled',
  });
});

test('ends the next container that takes too much memory some time after its start', async () => {
  const clock = new VirtualClock();
  const arm = await startTestArm({ clock });
  arm.faults.add({ kind: 'outOfMemory', afterSeconds: 5 });
  await arm.create('job', group('exec sleep 1000'));
  await pass(clock, 100);
  await arm.until('job', (one) => one?.state === 'Running');
  await pass(clock, 5_000);
  await arm.ended('job');
  expect(arm.containerGroups()[0]?.containers[0]?.exitCode).toBe(137);
});

test('fails an init container, whatever it does', async () => {
  const arm = await startTestArm();
  arm.faults.add({ kind: 'initFailure', exitCode: 9 });
  const init = { name: 'first', image: 'shell', command: ['true'] };
  await arm.create('job', group('exit 0', { initContainers: [init] }));
  await arm.ended('job');
  const job = await arm.get('job');
  expect(job.instanceView?.state).toBe('Failed');
  expect(job.initContainers?.[0]?.instanceView?.currentState?.exitCode).toBe(9);
});

test('restarts a failed container although its policy is Never', async () => {
  const arm = await startTestArm();
  arm.faults.add({ kind: 'restartDespiteNever' });
  await arm.create('job', group('exit 5'));
  await arm.ended('job');
  expect((await arm.get('job')).containers[0]?.instanceView).toMatchObject({
    restartCount: 1,
    previousState: { exitCode: 5 },
    currentState: { state: 'Terminated', exitCode: 5 },
  });
});

test.each([7147, 7148] as const)('kills a running container with exit code %d', async (exitCode) => {
  const arm = await startTestArm();
  await arm.create('server', group(forever));
  await arm.until('server', (one) => one?.state === 'Running');
  arm.faults.add({ kind: 'platformKill', target: 'server', exitCode });
  await arm.ended('server');
  const killed = await arm.get('server');
  expect(killed.instanceView?.state).toBe('Failed');
  expect(killed.containers[0]?.instanceView?.currentState?.exitCode).toBe(exitCode);
  expect(arm.faults.list()).toEqual([]);
});

test('kills the containers of the next start some seconds into it', async () => {
  const clock = new VirtualClock();
  const arm = await startTestArm({ clock });
  arm.faults.add({ kind: 'platformKill', afterSeconds: 60 });
  await arm.create('server', group(forever));
  await pass(clock, 1_000);
  await arm.until('server', (one) => one?.state === 'Running');
  await pass(clock, 60_000);
  await arm.ended('server');
  expect((await arm.get('server')).containers[0]?.instanceView?.currentState?.exitCode).toBe(7147);
});

test('hides the instance views of containers, or their events, for some GETs', async () => {
  const arm = await startTestArm();
  await arm.create('job', group('exit 0'));
  await arm.ended('job');
  arm.faults.add({ kind: 'missingInstanceView', times: 2 });
  for (const expected of [undefined, undefined, 'Terminated']) {
    expect((await arm.get('job')).containers[0]?.instanceView?.currentState?.state).toBe(expected);
  }
  arm.faults.add({ kind: 'missingEvents' });
  const view = (await arm.get('job')).containers[0]?.instanceView;
  expect(view?.currentState?.state).toBe('Terminated');
  expect(view?.events).toBeUndefined();
});

test('keeps a group Running although its container has ended', async () => {
  const arm = await startTestArm();
  arm.faults.add({ kind: 'runningAfterTermination' });
  await arm.create('job', group('exit 0'));
  await arm.until('job', (one) => one?.containers[0]?.state === 'Terminated');
  expect((await arm.get('job')).instanceView?.state).toBe('Running');
});

test('starts slowly', async () => {
  const clock = new VirtualClock();
  const arm = await startTestArm({ clock });
  arm.faults.add({ kind: 'slowStart', seconds: 90 });
  await arm.create('job', group('exit 0'));
  await pass(clock, 90_000);
  expect((await arm.get('job')).provisioningState).toBe('Pending');
  await pass(clock, 1_000);
  await arm.ended('job');
});

test('carries a create out and loses the answer', async () => {
  const arm = await startTestArm();
  arm.faults.add({ kind: 'lostAnswer' });
  await expect(arm.create('job', group('exit 0'))).rejects.toMatchObject({ code: 'ECONNRESET' });
  await arm.ended('job');
});

test('purges slowly, or not at all', async () => {
  const clock = new VirtualClock();
  const arm = await startTestArm({ clock, purgeSeconds: 1 });
  arm.faults.add({ kind: 'slowPurge', target: 'blog', seconds: 1_200 });
  const purge = () =>
    arm.cdn.afdEndpoints.beginPurgeContent(resourceGroup, 'p', 'blog', { contentPaths: ['/'] }, quick);
  const slow = await purge();
  await pass(clock, 1_199_999);
  await slow.poll();
  expect(slow.isDone()).toBe(false);
  await pass(clock, 1);
  await slow.pollUntilDone();

  arm.faults.add({ kind: 'purgeFailure' });
  const failing = await purge();
  await pass(clock, 1_000);
  await expect(failing.pollUntilDone()).rejects.toThrow('InternalServerError');
});

test('has no token for a while', async () => {
  const clock = new VirtualClock();
  const arm = await startTestArm({ clock });
  arm.faults.add({ kind: 'identityNotReady', seconds: 5 });
  const ask = async () =>
    (
      await fetch(`${arm.identity.endpoint}?resource=x`, {
        headers: { 'x-identity-header': arm.identity.header },
      })
    ).status;
  expect(await ask()).toBe(503);
  await pass(clock, 5_000);
  expect(await ask()).toBe(200);
});

test('takes faults by hand', async () => {
  const arm = await startTestArm();
  const url = `${arm.origin}/_slipway/faults`;
  const post = (fault: unknown) => fetch(url, { method: 'POST', body: JSON.stringify(fault) });

  const { id } = (await (await post({ kind: 'throttle', target: 'job', times: 3 })).json()) as { id: string };
  expect(await (await fetch(url)).json()).toEqual({
    faults: [{ id, kind: 'throttle', target: 'job', times: 3, remaining: 3 }],
  });
  await expect(arm.get('job')).rejects.toMatchObject({ statusCode: 429 });
  expect((await fetch(`${url}/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await fetch(`${url}/${id}`, { method: 'DELETE' })).status).toBe(404);

  const refused = await post({ kind: 'slowStart', second: 3 });
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain('seconds');

  await post({ kind: 'slowStart', seconds: 3 });
  expect((await fetch(url, { method: 'DELETE' })).status).toBe(204);
  expect(arm.faults.list()).toEqual([]);
});
