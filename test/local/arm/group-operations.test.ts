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

test('says by name that containers cannot be entered here, and takes a group with probes', async () => {
  const arm = await startTestArm();
  const probe = { exec: { command: ['false'] }, periodSeconds: 1, failureThreshold: 1 };
  const probed = container(forever, { livenessProbe: probe, readinessProbe: probe });
  await arm.create('server', group(forever, { containers: [probed] }));
  await arm.until('server', (one) => one?.state === 'Running');
  const size = { rows: 24, cols: 80 };
  const entered = arm.aci.containers.executeCommand(resourceGroup, 'server', 'main', {
    command: '/bin/sh',
    terminalSize: size,
  });
  await expect(entered).rejects.toMatchObject({
    statusCode: 501,
    message: expect.stringContaining("'exec'"),
  });
  const attached = arm.aci.containers.attach(resourceGroup, 'server', 'main');
  await expect(attached).rejects.toMatchObject({
    statusCode: 501,
    message: expect.stringContaining("'attach'"),
  });
});
