import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startTicksOf } from '../../../local/arm/processes/process-identity.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { container, group } from './support/group.ts';
import { pass } from './support/pass.ts';
import { untilGone } from './support/processes.ts';
import { resourceGroup } from './support/sdk-clients.ts';
import { startTestArm, type TestArm } from './support/start-test-arm.ts';

async function outputOf(arm: TestArm, script: string, overrides = {}): Promise<string> {
  await arm.create('job', group('', { containers: [container(script, overrides)] }));
  await arm.ended('job');
  return arm.logs('job');
}

test('gives a container its own variables and nothing of the emulator', async () => {
  const arm = await startTestArm({
    images: { shell: { command: ['sh'], environment: { OF_IMAGE: 'image', BOTH: 'image' } } },
  });
  const output = await outputOf(arm, '', {
    command: ['env'],
    environmentVariables: [
      { name: 'PLAIN', value: 'plain value' },
      { name: 'BOTH', value: 'group' },
      { name: 'SECURE', secureValue: 'secret value' },
    ],
  });
  const variables = Object.fromEntries(
    output
      .trim()
      .split('\n')
      .map((line) => line.split('=') as [string, string]),
  );
  expect(variables).toEqual({
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: expect.stringContaining('/containers/'),
    TMPDIR: expect.stringContaining('/containers/'),
    OF_IMAGE: 'image',
    BOTH: 'group',
    PLAIN: 'plain value',
    SECURE: 'secret value',
  });
});

test('executes a command as it is, without a shell', async () => {
  const arm = await startTestArm();
  expect(await outputOf(arm, '', { command: ['echo', '$HOME; exit 1', '*'] })).toBe('$HOME; exit 1 *\n');
});

test('runs the command of the image when the container has none', async () => {
  const arm = await startTestArm({ images: { 'hugo:1.2': { command: ['echo', 'from the image'] } } });
  expect(await outputOf(arm, '', { image: 'hugo:1.2', command: undefined })).toBe('from the image\n');
});

test('runs a container in fresh directories and removes them after it', async () => {
  const arm = await startTestArm();
  const output = await outputOf(arm, 'ls -A . "$HOME" "$TMPDIR" | grep -v ":"; touch here; pwd');
  const directory = output.trim();
  expect(directory).toMatch(/\/work\/containers\/[0-9a-f-]+\/root$/);
  await arm.aci.containerGroups.stop(resourceGroup, 'job');
  await arm.until('job', (one) => one?.state === 'Stopped');
  expect(existsSync(directory)).toBe(false);
  expect(readdirSync(join(arm.directory, 'work', 'containers'))).toEqual([]);
});

test('mounts the files of a secret volume below the working directory', async () => {
  const arm = await startTestArm();
  await arm.create(
    'job',
    group('', {
      containers: [
        container('cat run/secrets/token', {
          volumeMounts: [{ name: 'secrets', mountPath: '/run/secrets' }],
        }),
      ],
      volumes: [{ name: 'secrets', secret: { token: Buffer.from('s3cret').toString('base64') } }],
    }),
  );
  await arm.ended('job');
  expect(await arm.logs('job')).toBe('s3cret');
  expect((await arm.get('job')).volumes).toEqual([{ name: 'secrets', secret: {} }]);
});

test('keeps the order of stdout and stderr, and lets /dev/stdout be opened', async () => {
  const arm = await startTestArm();
  const script = 'for n in 1 2 3 4 5; do echo out $n; echo err $n >&2; echo dev $n > /dev/stdout; done';
  expect(await outputOf(arm, script)).toBe(
    [1, 2, 3, 4, 5].map((n) => `out ${n}\nerr ${n}\ndev ${n}\n`).join(''),
  );
});

test('has every line in the log when the container is seen to have ended', async () => {
  const arm = await startTestArm();
  const output = await outputOf(arm, 'seq 1 200000; echo last');
  expect(output.endsWith('199999\n200000\nlast\n')).toBe(true);
  expect(output.split('\n').length - 1).toBe(1_000);
});

test('ends the children that a container leaves behind, in its process group and out of it', async () => {
  const arm = await startTestArm();
  const output = await outputOf(arm, 'sleep 1000 & echo $!; setsid sleep 1000 & echo $!; sleep 0.1');
  const pids = output.trim().split('\n').map(Number);
  expect(pids).toHaveLength(2);
  await untilGone(pids);
});

test('says why a program could not be started', async () => {
  const arm = await startTestArm();
  await outputOf(arm, '', { command: ['no-such-program'] });
  const view = (await arm.get('job')).containers[0]?.instanceView;
  expect(view?.currentState).toMatchObject({ state: 'Terminated', exitCode: 127 });
  expect(view?.events).toContainEqual(
    expect.objectContaining({ name: 'Failed', type: 'Warning', message: expect.stringContaining('ENOENT') }),
  );
});

test('fails a container whose volumes cannot be mounted', async () => {
  const arm = await startTestArm();
  await arm.create(
    'job',
    group('', {
      containers: [container('', { volumeMounts: [{ name: 'shared', mountPath: '/' }] })],
      volumes: [{ name: 'shared', emptyDir: {} }],
    }),
  );
  await arm.ended('job');
  expect((await arm.get('job')).containers[0]?.instanceView?.events).toContainEqual(
    expect.objectContaining({ name: 'Failed', message: expect.stringContaining('EEXIST') }),
  );
});

test('shows the signal that ended a container as its exit code', async () => {
  const arm = await startTestArm();
  await outputOf(arm, 'kill -SEGV $$');
  expect((await arm.get('job')).containers[0]?.instanceView?.currentState?.exitCode).toBe(139);
});

test('serves the log of a running container, with tail and timestamps', async () => {
  const clock = new VirtualClock();
  const arm = await startTestArm({ clock });
  await arm.create('server', group('echo one; echo two; echo three; exec sleep 1000'));
  await expect(arm.logs('server')).rejects.toMatchObject({ code: 'ContainerGroupDeploymentNotReady' });
  await pass(clock, 100);
  while (!(await arm.logs('server').catch(() => '')).includes('three'));
  expect(await arm.logs('server', { tail: 2 })).toBe('two\nthree\n');
  expect(await arm.logs('server', { tail: 1, timestamps: true })).toBe('2026-01-01T00:00:00.100Z three\n');
  await expect(arm.aci.containers.listLogs(resourceGroup, 'server', 'other')).rejects.toMatchObject({
    statusCode: 404,
  });
});

test('ends all containers when it stops, those that ignore SIGTERM too', async () => {
  const clock = new VirtualClock();
  const arm = await startTestArm({ clock });
  await arm.create('server', group("trap '' TERM; echo $$; while :; do sleep 0.01; done"));
  await pass(clock, 100);
  let output = '';
  while (output === '') output = await arm.logs('server').catch(() => '');
  expect(startTicksOf(Number(output))).toBeDefined();
  await arm.stop();
  expect(startTicksOf(Number(output))).toBeUndefined();
});
