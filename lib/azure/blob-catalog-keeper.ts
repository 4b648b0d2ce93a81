import { createHash } from 'node:crypto';
import type { CatalogKeeper } from '../ports/catalogs.ts';
import { calling } from './azure-error.ts';
import { readBlob } from './blob-documents.ts';
import { stateContainer } from './blob-names.ts';
import type { StorageAccount } from './storage-account.ts';

/** Copies of catalogs, one for each reference: an app that is pointed at another catalog does not fall back to the old one. */
export function blobCatalogKeeper(account: StorageAccount, reference: string): CatalogKeeper {
  const name = `catalogs/${createHash('sha256').update(reference).digest('hex').slice(0, 12)}.json`;
  return {
    read: async () => (await readBlob(account.container(stateContainer), name))?.bytes.toString('utf8'),
    async write(text) {
      const bytes = Buffer.from(text);
      await calling('keeping a copy of the catalog', () =>
        account.writing(stateContainer, (container) =>
          container.getBlockBlobClient(name).upload(bytes, bytes.byteLength, {
            blobHTTPHeaders: { blobContentType: 'application/json; charset=utf-8' },
          }),
        ),
      );
    },
  };
}
