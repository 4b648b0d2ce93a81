import { expect, test } from 'vitest';
import type { Shelf } from '../../../contract/keeping.ts';
import { blobDeliveries } from '../../../lib/azure/blob-deliveries.ts';
import { blobKeepingNotes } from '../../../lib/azure/blob-keeping-notes.ts';
import { blobRunDocuments } from '../../../lib/azure/blob-run-documents.ts';
import { blobStoredItems } from '../../../lib/azure/blob-stored-items.ts';
import { keepingNotesContract } from '../../contracts/small-stores.ts';
import { storedItemsContract } from '../../contracts/stored-items.ts';
import { putBlob, useBlobStorage } from '../../support/blob-storage.ts';
import { FakeKeepingNotes, FakeStoredItems } from '../../support/fakes/fake-stored-items.ts';

const storage = useBlobStorage();

/** Where each shelf's things are put by those who make them. */
const places: Record<Shelf['kind'], (site: string, name: string) => [container: string, name: string]> = {
  deliveries: (_, name) => ['slipway-state', `deliveries/${name}`],
  plans: (_, name) => ['slipway-state', `plans/${name}`],
  values: (_, name) => ['slipway-state', `values/${name}`],
  rejectedEvents: (_, name) => ['slipway-state', `rejected-events/${name}`],
  cancellations: (_, name) => ['slipway-state', `cancellations/${name}`],
  idempotencyKeys: (_, name) => ['slipway-state', `idempotency/${name}`],
  logs: (_, name) => ['slipway-logs', name],
  manifests: (site, name) => [`releases-${site}`, `manifests/${name}`],
  objects: (site, name) => [`releases-${site}`, `objects/${name}`],
  buildReports: (site, name) => [`releases-${site}`, `reports/${name}`],
  caches: (site, name) => [`releases-${site}`, `caches/${name}`],
};

storedItemsContract('blob storage', () => ({
  items: blobStoredItems(storage.account(), 2),
  add: (shelf, name) => {
    const [container, blob] = places[shelf.kind]('site' in shelf ? shelf.site : '', name);
    return putBlob(storage.account(), container, blob, 'x');
  },
}));
storedItemsContract('memory', () => {
  const items = new FakeStoredItems();
  return { items, add: async (shelf, name) => items.add(shelf, name, '2026-01-01T00:00:00.000Z') };
});

keepingNotesContract('blob storage', () => blobKeepingNotes(storage.account()));
keepingNotesContract('memory', () => new FakeKeepingNotes());

test('the shelves hold what the app itself stores', async () => {
  const account = storage.account();
  const documents = blobRunDocuments(account);
  await documents.markCancelled('run-1', 'why');
  await documents.appendLog({ runId: 'run-1', attempt: 1, container: 'main' }, 'text', 0);
  await blobDeliveries(account).claim('github-1', { receivedAt: '2026-01-01T00:00:00.000Z', runs: [] });
  const items = blobStoredItems(account);
  const names = async (shelf: Shelf) => (await items.list(shelf)).items.map(({ name }) => name);
  expect(await names({ kind: 'cancellations' })).toEqual(['run-1.json']);
  expect(await names({ kind: 'logs' })).toEqual(['run-1/1/main.log']);
  expect(await names({ kind: 'deliveries' })).toEqual(['github-1.json']);
});

test('a clean-up finds what the one before left for it', async () => {
  const notes = blobKeepingNotes(storage.account());
  expect(await notes.read()).toEqual({ collectedAt: {} });
  const progress = {
    historiesBefore: '2026-01-01T00:00:00.000Z',
    collectedAt: { blog: '2026-01-02T00:00:00.000Z' },
  };
  await notes.write(progress);
  expect(await notes.read()).toEqual(progress);
});
