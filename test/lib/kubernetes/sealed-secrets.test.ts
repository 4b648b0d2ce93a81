import { expect, test } from 'vitest';
import type { KubeObject } from '../../../contract/kube-objects.ts';
import { sealedSecrets } from '../../../lib/kubernetes/sealed-secrets.ts';
import { Secret } from '../../../lib/secret.ts';
import { kubeObjectsContract } from '../../contracts/kube-objects.ts';
import { FakeKubeObjects } from '../../support/fakes/fake-kube-objects.ts';

const key = new Secret('a secret of more than 32 characters.');

kubeObjectsContract('the sealed store', (kept) => {
  const objects = new FakeKubeObjects();
  if (kept !== undefined) objects.kept = kept;
  return sealedSecrets(objects, key);
});

test('of a secret, neither its data nor its annotations are stored in the clear, not in the log of changes either', async () => {
  const stored = new FakeKubeObjects();
  const objects = sealedSecrets(stored, key);
  const created = await objects.create(at('login'), aSecret('login'));
  const all = JSON.stringify([
    await stored.read(at('login')),
    await stored.list('secrets'),
    await stored.changesSince('0'),
  ]);
  expect(all).not.toContain('aHVudGVyMg==');
  expect(all).toContain('"app":"web"');
  expect(created.kind === 'written' && (await objects.read(at('login')))).toEqual(
    created.kind === 'written' && created.object,
  );
  expect(await objects.read(at('login'))).toMatchObject({ data: { password: 'aHVudGVyMg==' } });
  expect((await objects.list('secrets')).objects[0]).toMatchObject({ data: { password: 'aHVudGVyMg==' } });
  const told = await objects.changesSince('0');
  expect(told.kind === 'changes' && told.changes[0]?.object.data).toEqual({ password: 'aHVudGVyMg==' });
});

test('a secret that was sealed with another key hides no other, and can be written anew', async () => {
  const stored = new FakeKubeObjects();
  const before = sealedSecrets(stored, new Secret('another secret of 32 characters...'));
  const after = sealedSecrets(stored, key);
  await before.create(at('old'), aSecret('old'));
  await after.create(at('new'), aSecret('new'));
  const { objects } = await after.list('secrets');
  expect(objects).toMatchObject([
    { metadata: { name: 'new' }, data: { password: 'aHVudGVyMg==' } },
    {
      metadata: {
        name: 'old',
        annotations: { 'slipway/unreadable': expect.stringContaining('apply it again') },
      },
    },
  ]);
  expect(objects[1]?.data).toBeUndefined();
  expect((await after.changesSince('0')).kind).toBe('changes');
  const { resourceVersion } = objects[1]?.metadata ?? { resourceVersion: '' };
  const again = aSecret('old');
  await after.replace(at('old'), { ...again, metadata: { ...again.metadata, resourceVersion } });
  expect(await after.read(at('old'))).toMatchObject({ data: { password: 'aHVudGVyMg==' } });
});

const at = (name: string) => ({ resource: 'secrets', namespace: 'default', name });

function aSecret(name: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace: 'default',
      uid: `uid-${name}`,
      resourceVersion: '',
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels: { app: 'web' },
      annotations: { applied: 'aHVudGVyMg==' },
    },
    data: { password: 'aHVudGVyMg==' },
  };
}
