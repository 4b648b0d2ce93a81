import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { processRuntime, startArm } from '../../../local/arm/index.ts';
import { systemClock } from '../../../local/clock.ts';
import { container, group } from './support/group.ts';
import { startTestArm } from './support/start-test-arm.ts';

async function newFile(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'arm-file-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return join(directory, 'arm.db');
}

test('names the port that is taken, and leaves its holder alone', async () => {
  const arm = await startTestArm();
  await arm.create('server', group('exec sleep 1000'));
  await arm.until('server', (one) => one?.state === 'Running');
  const second = startArm({
    port: arm.port,
    file: ':memory:',
    clock: systemClock,
    workDirectory: join(arm.directory, 'work'),
    sharesDirectory: join(arm.directory, 'shares'),
    runtime: processRuntime(() => ({})),
  });
  await expect(second).rejects.toMatchObject({
    code: 'EADDRINUSE',
    message: expect.stringContaining(String(arm.port)),
  });
  expect((await arm.get('server')).instanceView?.state).toBe('Running');
});

test('refuses a file that a running emulator has, and leaves its containers alone', async () => {
  const file = await newFile();
  const arm = await startTestArm({ file });
  await arm.create('server', group('exec sleep 1000'));
  await arm.until('server', (one) => one?.state === 'Running');
  const second = startArm({
    port: 0,
    file,
    clock: systemClock,
    workDirectory: join(arm.directory, 'work'),
    sharesDirectory: join(arm.directory, 'shares'),
    runtime: processRuntime(() => ({})),
  });
  await expect(second).rejects.toMatchObject({ code: 'SQLITE_BUSY', message: expect.stringContaining(file) });
  expect((await arm.get('server')).instanceView?.state).toBe('Running');
});

test('keeps groups, tags and the logs of ended containers over a restart', async () => {
  const file = await newFile();
  const first = await startTestArm({ file });
  await first.create('job', group('echo done; exit 3', { tags: { run: '1' } }));
  await first.ended('job');
  await first.stop();

  const second = await startTestArm({ file });
  expect(await second.get('job')).toMatchObject({
    tags: { run: '1' },
    instanceView: { state: 'Failed' },
    containers: [{ instanceView: { currentState: { state: 'Terminated', exitCode: 3 } } }],
  });
  expect(await second.logs('job')).toBe('done\n');
  await second.aci.containerGroups.beginDelete('rg', 'job');
  expect(second.containerGroups()).toEqual([]);
});

test('shows groups that ran when it stopped as killed by the platform, and runs them again when asked', async () => {
  const file = await newFile();
  const first = await startTestArm({ file });
  await first.create('server', group('exec sleep 1000', { restartPolicy: 'Always' }));
  await first.until('server', (one) => one?.state === 'Running');
  await first.stop();

  const second = await startTestArm({ file });
  expect(await second.get('server')).toMatchObject({
    provisioningState: 'Succeeded',
    instanceView: { state: 'Failed' },
    containers: [{ instanceView: { currentState: { state: 'Terminated', exitCode: 7147 } } }],
  });
  await second.aci.containerGroups.beginStartAndWait('rg', 'server', { updateIntervalInMs: 1 });
  expect((await second.get('server')).instanceView?.state).toBe('Running');
});

test('refuses to run a group whose secrets went with the last emulator', async () => {
  const file = await newFile();
  const secret = container('exit 0', { environmentVariables: [{ name: 'TOKEN', secureValue: 's' }] });
  const first = await startTestArm({ file });
  await first.create('job', group('', { containers: [secret] }));
  await first.ended('job');
  await first.stop();

  const second = await startTestArm({ file });
  await expect(second.aci.containerGroups.beginStart('rg', 'job')).rejects.toMatchObject({
    statusCode: 409,
    code: 'ContainerGroupSecretsLost',
  });
});

test('fails the operations that were going on when it stopped', async () => {
  const file = await newFile();
  const first = await startTestArm({ file, timings: { nodeAssignedMs: 60_000 } });
  const poller = await first.aci.containerGroups.beginCreateOrUpdate('rg', 'job', group('exit 0'));
  const resumeFrom = poller.toString();
  await first.stop();

  const second = await startTestArm({ file });
  await expect(
    second.aci.containerGroups.beginCreateOrUpdateAndWait('rg', 'job', group('exit 0'), { resumeFrom }),
  ).rejects.toThrow('The long-running operation has failed');
  expect((await second.get('job')).provisioningState).toBe('Failed');
});

test('carries out purges that it had accepted before it stopped', async () => {
  const file = await newFile();
  const first = await startTestArm({ file, purgeSeconds: 3_600 });
  await first.cdn.afdEndpoints.beginPurgeContent('rg', 'profile', 'blog', { contentPaths: ['/lost'] });
  await first.stop();

  let tell: (paths: string[]) => void = () => {};
  const paths = new Promise<string[]>((resolve) => {
    tell = resolve;
  });
  await startTestArm({ file, purgeSeconds: 0, onPurge: ({ contentPaths }) => tell(contentPaths) });
  expect(await paths).toEqual(['/lost']);
});
