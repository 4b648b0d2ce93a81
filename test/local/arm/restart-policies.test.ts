import type { ContainerGroup } from '@azure/arm-containerinstance';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { container, group } from './support/group.ts';
import { pass } from './support/pass.ts';
import { startTestArm, type TestArm } from './support/start-test-arm.ts';

/** Fails until its emptyDir, which outlives a restart, has seen it `times` times. */
function failing(times: number, restartPolicy: string): ContainerGroup {
  const script = `echo >> data/count; [ $(wc -l < data/count) -gt ${times} ] || exit 5; echo well`;
  return group('', {
    restartPolicy,
    containers: [container(script, { volumeMounts: [{ name: 'shared', mountPath: '/data' }] })],
    volumes: [{ name: 'shared', emptyDir: {} }],
  });
}

async function viewOf(arm: TestArm, name: string) {
  const { instanceView, containers } = await arm.get(name);
  return { state: instanceView?.state, ...containers[0]?.instanceView };
}

test('Never leaves a failed container alone', async () => {
  const arm = await startTestArm();
  await arm.create('job', failing(1, 'Never'));
  await arm.ended('job');
  expect(await viewOf(arm, 'job')).toMatchObject({
    state: 'Failed',
    restartCount: 0,
    currentState: { state: 'Terminated', exitCode: 5, detailStatus: 'Error' },
  });
});

test('OnFailure restarts until the container ends well', async () => {
  const arm = await startTestArm();
  await arm.create('job', failing(2, 'OnFailure'));
  await arm.ended('job');
  const view = await viewOf(arm, 'job');
  expect(view).toMatchObject({
    state: 'Succeeded',
    restartCount: 2,
    currentState: { state: 'Terminated', exitCode: 0 },
    previousState: { state: 'Terminated', exitCode: 5 },
  });
  expect(view.events?.find(({ name }) => name === 'BackOff')).toMatchObject({ count: 2, type: 'Warning' });
  expect(view.events?.find(({ name }) => name === 'Started')).toMatchObject({ count: 3 });
  expect(await arm.logs('job')).toBe('well\n');
});

test('OnFailure keeps the group Running while its container waits longer and longer', async () => {
  const clock = new VirtualClock();
  const arm = await startTestArm({ clock, timings: { backOffMs: 10_000, backOffLimitMs: 30_000 } });
  await arm.create('job', group('exit 1', { restartPolicy: 'OnFailure' }));
  await pass(clock, 100);
  const restarts: number[] = [];
  for (const waitMs of [10_000, 20_000, 30_000]) {
    // By its text: a container that is being started again still says that it waits.
    const detail = `CrashLoopBackOff: Back-off ${waitMs / 1000}s restarting failed container`;
    let view = await viewOf(arm, 'job');
    while (view.currentState?.detailStatus !== detail) view = await viewOf(arm, 'job');
    expect(view.state).toBe('Running');
    await pass(clock, waitMs - 1);
    restarts.push((await viewOf(arm, 'job')).restartCount ?? 0);
    clock.advanceBy(1);
  }
  expect(restarts).toEqual([0, 1, 2]);
});

test('Always restarts a container that ended well, until the group is stopped', async () => {
  const arm = await startTestArm();
  await arm.create('server', group('exit 0', { restartPolicy: 'Always' }));
  await arm.until('server', (one) => (one?.containers[0]?.restartCount ?? 0) >= 3);
  expect((await viewOf(arm, 'server')).state).toBe('Running');
  await arm.aci.containerGroups.stop('rg', 'server');
  await arm.until('server', (one) => one?.state === 'Stopped');
});
