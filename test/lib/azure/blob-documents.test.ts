import { ContainerSASPermissions } from '@azure/storage-blob';
import { expect, test } from 'vitest';
import { blobDeliveries } from '../../../lib/azure/blob-deliveries.ts';
import { logContainer, stateContainer } from '../../../lib/azure/blob-names.ts';
import { blobRunDocuments } from '../../../lib/azure/blob-run-documents.ts';
import { storageAccount } from '../../../lib/azure/storage-account.ts';
import { Secret } from '../../../lib/secret.ts';
import { deliveriesContract } from '../../contracts/deliveries.ts';
import { runDocumentsContract } from '../../contracts/run-documents.ts';
import { blobNames, useBlobStorage } from '../../support/blob-storage.ts';
import { FakeDeliveries } from '../../support/fakes/fake-deliveries.ts';
import { FakeRunDocuments } from '../../support/fakes/fake-run-documents.ts';

const storage = useBlobStorage();

deliveriesContract('blob storage', () => blobDeliveries(storage.account()));
deliveriesContract('memory', () => new FakeDeliveries());
runDocumentsContract('blob storage', () => blobRunDocuments(storage.account()));
runDocumentsContract('memory', () => new FakeRunDocuments());

test('a claim whose answer was lost is repeated by the storage client and stays new', async () => {
  const account = storage.account();
  const lossy = blobDeliveries({
    ...account,
    writing: async (container, write) => {
      await account.writing(container, write);
      return account.writing(container, write);
    },
  });
  const record = { receivedAt: '2026-01-01T00:00:00.000Z', runs: [] };
  expect(await lossy.claim('github-lost', record)).toEqual({ kind: 'new' });
  expect(await lossy.claim('github-lost', record)).toEqual({ kind: 'duplicate', record });
});

test('an append whose answer was lost is repeated by the storage client, and its text stands there once', async () => {
  const account = storage.account();
  const lossy = blobRunDocuments({
    ...account,
    writing: async (container, write) => {
      await account.writing(container, write);
      return account.writing(container, write);
    },
  });
  expect(await lossy.appendLog({ runId: 'lost-append', attempt: 1 }, 'one\n', 0)).toBe(4);
  expect(await lossy.appendLog({ runId: 'lost-append', attempt: 1 }, 'two\n', 4)).toBe(8);
  expect(await lossy.readLog('lost-append')).toBe('one\ntwo\n');
});

test('documents lie where the names say', async () => {
  const account = storage.account();
  const documents = blobRunDocuments(account);
  await documents.markCancelled('named', 'why');
  await documents.appendLog({ runId: 'named', attempt: 3 }, 'text', 0);
  const names = await blobNames(account, stateContainer);
  expect(names).toEqual(expect.arrayContaining(['cancellations/named.json']));
  expect(await blobNames(account, logContainer)).toContain('named/3.log');
});

test('a log larger than one append arrives whole', async () => {
  const documents = blobRunDocuments(storage.account());
  const text = `${'ä'.repeat(3 * 1024 * 1024)}end`;
  expect(await documents.appendLog({ runId: 'large', attempt: 1 }, text, 0)).toBe(Buffer.byteLength(text));
  expect(await documents.readLog('large')).toBe(text);
  expect(await documents.readLogTail({ runId: 'large', attempt: 1 }, 5)).toMatchObject({ text: 'ääend' });
});

test('a storage that answers and takes no write is not well', async () => {
  const account = storage.account();
  await account.check();
  expect(await blobNames(account, stateContainer)).toContain('health');
  // A secondary endpoint, and an identity that may only read, refuse so.
  const sas = await account.container(stateContainer).generateSasUrl({
    permissions: ContainerSASPermissions.parse('rl'),
    expiresOn: new Date(Date.now() + 60_000),
  });
  const [, query] = sas.split('?');
  const readOnly = storageAccount({
    connectionString: new Secret(`BlobEndpoint=${account.service().url};SharedAccessSignature=${query}`),
  });
  await expect(readOnly.check()).rejects.toMatchObject({ code: 'azure-refused' });
});

test('a storage that does not answer is unavailable, and its key stays secret', async () => {
  const key = Buffer.from('not to be seen').toString('base64');
  const account = storageAccount({
    connectionString: new Secret(
      `DefaultEndpointsProtocol=http;AccountName=a;AccountKey=${key};BlobEndpoint=http://127.0.0.1:1/a`,
    ),
  });
  const error = await blobRunDocuments(account)
    .readCancellation('any')
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'azure-unavailable' });
  expect(String(error)).not.toContain(key);
  await expect(account.check()).rejects.toMatchObject({ code: 'azure-unavailable' });
});
