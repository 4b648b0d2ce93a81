import { ContainerClient } from '@azure/storage-blob';
import { expect, test } from 'vitest';
import { blobIdempotencyKeys } from '../../../lib/azure/blob-idempotency-keys.ts';
import { releaseGrants } from '../../../lib/azure/release-grants.ts';
import { storageAccount } from '../../../lib/azure/storage-account.ts';
import { tableAccount } from '../../../lib/azure/table-account.ts';
import { tableRepositories } from '../../../lib/azure/table-repositories.ts';
import { idempotencyKeysContract, repositoriesContract } from '../../contracts/small-stores.ts';
import { useSecuredStorage } from '../../support/secured-storage.ts';

/** The service that is not spoken to. */
const nowhere = 'https://127.0.0.1:1';

const blobs = useSecuredStorage('blob');
const tables = useSecuredStorage('table');

const blobAccount = () =>
  storageAccount({ blobServiceUri: blobs().uri, tableServiceUri: nowhere }, blobs().access);

idempotencyKeysContract('blobs that an identity opens', () => blobIdempotencyKeys(blobAccount()));
repositoriesContract('tables that an identity opens', () =>
  tableRepositories(
    tableAccount({ blobServiceUri: nowhere, tableServiceUri: tables().uri }, tables().access),
  ),
);

test('a storage that an identity opens is found healthy', async () => {
  await blobAccount().check();
});

test("what an identity signs opens one site's releases for adding, and for nothing else", async () => {
  const account = blobAccount();
  await account.ensure('releases-blog');
  await account.ensure('releases-docs');
  const grant = releaseGrants(account.service(), { now: () => new Date() });
  const url = await grant('releases-blog', 'add', new Date(Date.now() + 3_600_000));
  const { tlsOptions } = blobs().access;
  const granted = new ContainerClient(url, undefined, { tlsOptions } as object);
  const put = (container: ContainerClient, text: string) =>
    container
      .getBlockBlobClient('objects/one')
      .upload(text, text.length, { conditions: { ifNoneMatch: '*' } });
  await put(granted, 'first');
  expect((await granted.getBlobClient('objects/one').downloadToBuffer()).toString()).toBe('first');
  await expect(granted.getBlobClient('objects/one').delete()).rejects.toMatchObject({ statusCode: 403 });
  const other = new ContainerClient(url.replace('/releases-blog?', '/releases-docs?'), undefined, {
    tlsOptions,
  } as object);
  await expect(put(other, 'theirs')).rejects.toMatchObject({ statusCode: 403 });
});
