import { SlipwayError } from '../errors.ts';
import type { CatalogSource } from '../ports/catalogs.ts';
import { calling } from './azure-error.ts';
import { readBlob } from './blob-documents.ts';
import { isStatus, type StorageAccount } from './storage-account.ts';

/** A catalog kept as a blob; `reference` is `blob:CONTAINER/NAME`. */
export function blobCatalogSource(account: StorageAccount, reference: string): CatalogSource {
  const [, container, name] = /^blob:([^/]+)\/(.+)$/.exec(reference) ?? [];
  if (!container || !name) {
    throw new SlipwayError(
      'settings-invalid',
      `SLIPWAY_CATALOG: "${reference}" names no blob, for example blob:slipway-state/catalog.json`,
    );
  }
  return {
    name: reference,
    version: () =>
      calling(`looking at the catalog "${reference}"`, async () => {
        try {
          return (await account.container(container).getBlobClient(name).getProperties()).etag;
        } catch (error) {
          if (isStatus(error, 404)) return undefined;
          throw error;
        }
      }),
    read: async () => (await readBlob(account.container(container), name))?.bytes.toString('utf8'),
  };
}
