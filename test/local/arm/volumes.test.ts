import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Volume } from '@azure/arm-containerinstance';
import { expect, test } from 'vitest';
import { container, group } from './support/group.ts';
import { startTestArm, type TestArm } from './support/start-test-arm.ts';

const run = promisify(execFile);

async function outputOf(arm: TestArm, script: string, volume: Volume, readOnly = false): Promise<string> {
  const mounted = container(script, {
    volumeMounts: [{ name: volume.name, mountPath: '/data', readOnly }],
  });
  await arm.create('job', group('', { containers: [mounted], volumes: [volume] }));
  await arm.ended('job');
  return arm.logs('job').catch(() => '');
}

async function share(arm: TestArm): Promise<string> {
  const directory = join(arm.directory, 'shares', 'store', 'photos');
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'in.txt'), 'from the share');
  return directory;
}

const photos = { shareName: 'photos', storageAccountName: 'store', storageAccountKey: 'SECRET' };

async function repository(arm: TestArm): Promise<{ url: string; first: string }> {
  const directory = join(arm.directory, 'site.git');
  await mkdir(directory);
  const git = async (...args: string[]) => (await run('git', ['-C', directory, ...args])).stdout.trim();
  const commit = [
    '-c',
    'user.name=x',
    '-c',
    'user.email=x@example.com',
    'commit',
    '--quiet',
    '-m',
    'x',
    '-a',
  ];
  await git('init', '--quiet');
  await writeFile(join(directory, 'page.md'), 'first');
  await git('add', '.');
  await git(...commit);
  const first = await git('rev-parse', 'HEAD');
  await writeFile(join(directory, 'page.md'), 'second');
  await git(...commit);
  return { url: `file://${directory}`, first };
}

test('mounts a share of Azure Files, which outlives the group', async () => {
  const arm = await startTestArm();
  const directory = await share(arm);
  const output = await outputOf(arm, 'cat data/in.txt; echo done > data/out.txt', {
    name: 'photos',
    azureFile: photos,
  });
  expect(output).toBe('from the share');
  await arm.aci.containerGroups.beginDeleteAndWait('rg', 'job', { updateIntervalInMs: 1 });
  expect(await readFile(join(directory, 'out.txt'), 'utf8')).toBe('done\n');
});

test.each([
  { what: 'the volume', volumeReadOnly: true, mountReadOnly: false },
  { what: 'the mount', volumeReadOnly: false, mountReadOnly: true },
])('lets a share be read only where $what says so', async ({ volumeReadOnly, mountReadOnly }) => {
  const arm = await startTestArm();
  await share(arm);
  const volume = { name: 'photos', azureFile: { ...photos, readOnly: volumeReadOnly } };
  const output = await outputOf(arm, 'cat data/in.txt; echo x > data/in.txt', volume, mountReadOnly);
  expect(output).toContain('from the share');
  expect(output).toContain('Read-only file system');
});

test('fails a group whose share does not exist, and says where to make it', async () => {
  const arm = await startTestArm();
  await outputOf(arm, 'true', { name: 'photos', azureFile: photos });
  const job = await arm.get('job');
  expect(job.provisioningState).toBe('Failed');
  expect(job.instanceView?.events).toContainEqual(
    expect.objectContaining({
      name: 'FailedMount',
      message: expect.stringContaining(`make '${join(arm.directory, 'shares/store/photos')}'`),
    }),
  );
});

test('clones a repository into a folder of its name, where its head is', async () => {
  const arm = await startTestArm();
  const { url } = await repository(arm);
  const volume = { name: 'source', gitRepo: { repository: url } };
  expect(await outputOf(arm, 'cat data/site/page.md', volume)).toBe('second');
});

test('clones a revision into the volume itself', async () => {
  const arm = await startTestArm();
  const { url, first } = await repository(arm);
  const volume = { name: 'source', gitRepo: { repository: url, directory: '.', revision: first } };
  expect(await outputOf(arm, 'cat data/page.md', volume)).toBe('first');
});

test('finds a repository on this machine by its public URL', async () => {
  const rewrites = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: '', GIT_CONFIG_VALUE_0: '' };
  const arm = await startTestArm({ gitEnvironment: () => rewrites });
  const { url } = await repository(arm);
  rewrites.GIT_CONFIG_KEY_0 = `url.${url}.insteadOf`;
  rewrites.GIT_CONFIG_VALUE_0 = 'https://git.example/site';
  const gitRepo = { repository: 'https://git.example/site', directory: 'here' };
  expect(await outputOf(arm, 'cat data/here/page.md', { name: 'source', gitRepo })).toBe('second');
});

test('fails a group whose repository or revision is not there, with what git said', async () => {
  const arm = await startTestArm();
  const { url } = await repository(arm);
  const volume = { name: 'source', gitRepo: { repository: url, revision: 'no-such-branch' } };
  await outputOf(arm, 'true', volume);
  expect((await arm.get('job')).instanceView?.events).toContainEqual(
    expect.objectContaining({
      name: 'FailedMount',
      message: expect.stringMatching(/Failed to mount volume 'source': git -C .*no-such-branch/),
    }),
  );
});
