import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { container, group } from './support/group.ts';
import { resourceGroup } from './support/sdk-clients.ts';
import { startTestArm } from './support/start-test-arm.ts';

const secretGroup = group('', {
  identity: {
    type: 'UserAssigned',
    userAssignedIdentities: { '/subscriptions/s/resourceGroups/r/providers/x/y/id': {} },
  },
  containers: [
    container('exit 0', {
      environmentVariables: [
        { name: 'PLAIN', value: 'plain' },
        { name: 'TOKEN', secureValue: 'SECRET-1' },
      ],
    }),
  ],
  volumes: [{ name: 'secrets', secret: { key: Buffer.from('SECRET-2').toString('base64') } }],
  imageRegistryCredentials: [{ server: 'x.azurecr.io', username: 'u', password: 'SECRET-3' }],
  diagnostics: { logAnalytics: { workspaceId: 'w', workspaceKey: 'SECRET-4' } },
});

test('shows no secret in any answer and writes none into its file', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'arm-secrets-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const file = join(directory, 'arm.db');
  const arm = await startTestArm({ file });
  const path = '/resourceGroups/rg/providers/Microsoft.ContainerInstance/containerGroups';
  await arm.create('job', secretGroup);
  await arm.ended('job');

  const answers = await Promise.all(
    [`${path}/job`, path].map(async (one) => (await arm.request('GET', one)).text()),
  );
  const deleted = await (await arm.request('DELETE', `${path}/job`)).text();
  await arm.stop();
  const stored = await readFile(file, 'latin1');
  for (const text of [...answers, deleted, stored]) {
    expect(text).not.toContain('SECRET-');
    expect(text).not.toContain(Buffer.from('SECRET-2').toString('base64'));
  }
});

test('answers the names of what is secret, and the ids of its identities', async () => {
  const arm = await startTestArm();
  await arm.create('job', secretGroup);
  const job = await arm.get('job');
  expect(job.containers[0]?.environmentVariables).toEqual([
    { name: 'PLAIN', value: 'plain' },
    { name: 'TOKEN' },
  ]);
  expect(job.imageRegistryCredentials).toEqual([{ server: 'x.azurecr.io', username: 'u' }]);
  const [identity] = Object.values(job.identity?.userAssignedIdentities ?? {});
  expect(identity?.clientId).toMatch(/^[0-9a-f-]{36}$/);
  expect(identity?.principalId).not.toBe(identity?.clientId);
});

test('keeps the secrets for a restart of the group', async () => {
  const arm = await startTestArm();
  await arm.create(
    'job',
    group('', {
      containers: [
        container('echo $TOKEN', { environmentVariables: [{ name: 'TOKEN', secureValue: 'SECRET-1' }] }),
      ],
    }),
  );
  await arm.ended('job');
  await arm.aci.containerGroups.beginStartAndWait(resourceGroup, 'job', { updateIntervalInMs: 1 });
  await arm.ended('job');
  expect(await arm.logs('job')).toBe('SECRET-1\n');
});
