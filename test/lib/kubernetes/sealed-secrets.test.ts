import { expect, test } from 'vitest';
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
  const at = { resource: 'secrets', namespace: 'default', name: 'login' };
  const created = await objects.create(at, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 'login',
      namespace: 'default',
      uid: 'uid-1',
      resourceVersion: '',
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels: { app: 'web' },
      annotations: { applied: 'aHVudGVyMg==' },
    },
    data: { password: 'aHVudGVyMg==' },
  });
  const all = JSON.stringify([
    await stored.read(at),
    await stored.list('secrets'),
    await stored.changesSince('0'),
  ]);
  expect(all).not.toContain('aHVudGVyMg==');
  expect(all).toContain('"app":"web"');
  expect(created.kind === 'written' && (await objects.read(at))).toEqual(
    created.kind === 'written' && created.object,
  );
  expect(await objects.read(at)).toMatchObject({ data: { password: 'aHVudGVyMg==' } });
  expect((await objects.list('secrets')).objects[0]).toMatchObject({ data: { password: 'aHVudGVyMg==' } });
  const told = await objects.changesSince('0');
  expect(told.kind === 'changes' && told.changes[0]?.object.data).toEqual({ password: 'aHVudGVyMg==' });
  const other = sealedSecrets(stored, new Secret('another secret of 32 characters...'));
  await expect(other.read(at)).rejects.toThrow();
});
