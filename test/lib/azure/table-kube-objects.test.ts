import { expect, onTestFinished, test } from 'vitest';
import { tableAccount } from '../../../lib/azure/table-account.ts';
import { tableKubeObjects } from '../../../lib/azure/table-kube-objects.ts';
import { kubeObjectsContract } from '../../contracts/kube-objects.ts';
import { FakeKubeObjects } from '../../support/fakes/fake-kube-objects.ts';
import { useTableStorage } from '../../support/table-storage.ts';

const tables = useTableStorage();

kubeObjectsContract('memory', (kept) => {
  const objects = new FakeKubeObjects();
  if (kept !== undefined) objects.kept = kept;
  return objects;
});

kubeObjectsContract('table storage', (kept) => {
  const account = tableAccount(tables.storage());
  // A test that wrote nothing has no table.
  onTestFinished(() => account.table('slipwaykube').deleteTable());
  return tableKubeObjects(account, kept);
});

test('several processes that write at once lose nothing, and leave no hole in the log', async () => {
  const account = tableAccount(tables.storage());
  onTestFinished(() => account.table('slipwaykube').deleteTable());
  const writers = Array.from({ length: 3 }, () => tableKubeObjects(account));
  const writes = Array.from({ length: 12 }, (_, n) => {
    const name = `c-${n}`;
    const metadata = { name, uid: name, resourceVersion: '', creationTimestamp: '2026-01-01T00:00:00Z' };
    const key = { resource: 'configmaps', namespace: 'default', name };
    return writers[n % 3]?.create(key, { apiVersion: 'v1', kind: 'ConfigMap', metadata });
  });
  expect((await Promise.all(writes)).map((result) => result?.kind)).toEqual(Array(12).fill('written'));
  const since = await writers[0]?.changesSince('0');
  const versions =
    since?.kind === 'changes' && since.changes.map(({ object }) => object.metadata.resourceVersion);
  expect(versions).toEqual(Array.from({ length: 12 }, (_, n) => String(n + 1)));
});
