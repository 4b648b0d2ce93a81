import type { ContainerProbe } from '@azure/arm-containerinstance';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { container, group } from './support/group.ts';
import { pass } from './support/pass.ts';
import { startTestArm, type TestArm } from './support/start-test-arm.ts';

const forever = 'touch alive; exec sleep 1000';
/** Well while the container's file is there. */
const alive = { exec: { command: ['cat', 'alive'] } };

async function start(
  arm: TestArm,
  clock: VirtualClock,
  probes: { livenessProbe?: ContainerProbe; readinessProbe?: ContainerProbe },
  { script = forever, restartPolicy = 'Always', ...rest } = {},
): Promise<void> {
  await arm.create('server', group('', { restartPolicy, containers: [container(script, probes)], ...rest }));
  await pass(clock, 100);
  await arm.until('server', (one) => one?.containers[0]?.state === 'Running');
}

async function eventsOf(arm: TestArm): Promise<Map<string, { count: number; message: string }>> {
  const { events = [] } = (await arm.get('server')).containers[0]?.instanceView ?? {};
  return new Map(events.map(({ name = '', count = 0, message = '' }) => [name, { count, message }]));
}

/** Resolves when the container has had so many events of a name. */
async function untilEvents(arm: TestArm, name: string, count: number): Promise<void> {
  while (((await eventsOf(arm)).get(name)?.count ?? 0) < count);
}

test('restarts a container whose liveness probe has failed as often as it may', async () => {
  const clock = new VirtualClock();
  const arm = await startTestArm({ clock, timings: { backOffMs: 1_000 } });
  const probe = { exec: { command: ['cat', 'missing'] }, initialDelaySeconds: 5, periodSeconds: 10 };
  await start(arm, clock, { livenessProbe: probe });
  await pass(clock, 4_900);
  expect((await eventsOf(arm)).has('Unhealthy')).toBe(false);
  await pass(clock, 100);
  await untilEvents(arm, 'Unhealthy', 1);
  await pass(clock, 10_000);
  await untilEvents(arm, 'Unhealthy', 2);
  expect(arm.containerGroups()[0]?.containers[0]).toMatchObject({ state: 'Running', restartCount: 0 });
  await pass(clock, 10_000);
  await arm.until('server', (one) => one?.containers[0]?.state === 'Waiting');
  const events = await eventsOf(arm);
  expect(events.get('Unhealthy')).toMatchObject({
    count: 3,
    message: expect.stringMatching(/^Liveness probe failed: exit code 1: .*missing/),
  });
  await pass(clock, 1_000);
  await arm.until('server', (one) => one?.containers[0]?.restartCount === 1);
  const view = (await arm.get('server')).containers[0]?.instanceView;
  expect(view?.previousState).toMatchObject({ state: 'Terminated', exitCode: 143 });
  expect(view?.events).toContainEqual(
    expect.objectContaining({
      name: 'Killing',
      message: 'Container main failed liveness probe, will be restarted',
    }),
  );
});

test('counts failures in a row alone', async () => {
  const clock = new VirtualClock();
  const arm = await startTestArm({ clock });
  // Every other check fails.
  const flaky = 'if [ -e odd ]; then rm odd; exit 1; fi; touch odd';
  const probe = { exec: { command: ['sh', '-c', flaky] }, failureThreshold: 2, timeoutSeconds: 1_000_000 };
  await start(arm, clock, { livenessProbe: probe });
  while (((await eventsOf(arm)).get('Unhealthy')?.count ?? 0) < 3) await pass(clock, 10_000);
  expect(arm.containerGroups()[0]?.containers[0]).toMatchObject({ state: 'Running', restartCount: 0 });
});

test('takes no answer within the time limit for a failure', async () => {
  const clock = new VirtualClock();
  const arm = await startTestArm({ clock });
  const probe = { exec: { command: ['sleep', '1000'] }, timeoutSeconds: 2, failureThreshold: 9 };
  await start(arm, clock, { livenessProbe: probe });
  await pass(clock, 2_000);
  await untilEvents(arm, 'Unhealthy', 1);
  expect((await eventsOf(arm)).get('Unhealthy')?.message).toBe('Liveness probe failed: no answer within 2 s');
});

test('asks the port of a container, and records that it is not ready', async () => {
  const clock = new VirtualClock();
  const arm = await startTestArm({
    clock,
    images: { shell: { command: ['sh'], environment: { LISTEN: '{ipAddress}' } } },
  });
  const server = `require('http').createServer((q, s) => { s.statusCode = q.url === '/well' && q.headers.who === 'probe' ? 204 : 503; s.end() })
    .listen(8080, process.env.LISTEN, () => console.log('listening'))`;
  const httpGet = (path: string) => ({
    httpGet: { path, port: 8080, scheme: 'http', httpHeaders: [{ name: 'who', value: 'probe' }] },
    initialDelaySeconds: 5,
    periodSeconds: 5,
    failureThreshold: 1,
  });
  const node = container('', {
    command: [process.execPath, '-e', server],
    livenessProbe: httpGet('/well'),
    readinessProbe: httpGet('/ready'),
  });
  await arm.create(
    'server',
    group('', { containers: [node], ipAddress: { type: 'Public', ports: [{ port: 8080 }] } }),
  );
  await pass(clock, 100);
  while (!(await arm.logs('server').catch(() => '')).includes('listening'));
  await pass(clock, 5_000);
  await untilEvents(arm, 'Unhealthy', 1);
  await pass(clock, 5_000);
  await untilEvents(arm, 'Unhealthy', 2);
  expect((await eventsOf(arm)).get('Unhealthy')?.message).toBe(
    'Readiness probe failed: HTTP probe failed with statuscode: 503',
  );
  expect(arm.containerGroups()[0]?.containers[0]).toMatchObject({ state: 'Running', restartCount: 0 });
});

test('lets a container whose liveness probe failed end for good where nothing restarts it', async () => {
  const clock = new VirtualClock();
  const arm = await startTestArm({ clock });
  const probe = { exec: { command: ['false'] }, failureThreshold: 1, initialDelaySeconds: 1 };
  await start(arm, clock, { livenessProbe: probe, readinessProbe: alive }, { restartPolicy: 'Never' });
  await pass(clock, 1_000);
  await arm.ended('server');
  expect(arm.containerGroups()[0]).toMatchObject({
    state: 'Failed',
    containers: [{ exitCode: 143, restartCount: 0 }],
  });
});
