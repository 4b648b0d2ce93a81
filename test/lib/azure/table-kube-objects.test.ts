import { onTestFinished } from 'vitest';
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
