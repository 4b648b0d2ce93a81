import type { ContainerListBlobFlatSegmentResponse } from '@azure/storage-blob';
import type { Shelf, StoredItem } from '../../contract/keeping.ts';
import { releaseContainer } from '../ids.ts';
import type { StoredItems } from '../ports/stored-items.ts';
import { calling } from './azure-error.ts';
import { deleteBlobs } from './blob-lists.ts';
import { logContainer, stateContainer } from './blob-names.ts';
import { isStatus, type StorageAccount } from './storage-account.ts';

/** The most that the service lists at a time. */
const mostItemsPerPage = 5_000;

/** Shelves as folders of blob containers. */
export function blobStoredItems(account: StorageAccount, itemsPerPage = mostItemsPerPage): StoredItems {
  return {
    async list(shelf, cursor) {
      const { container, prefix } = placeOf(shelf);
      return calling(`listing "${container}/${prefix}"`, async () => {
        try {
          const pages = account
            .container(container)
            .listBlobsFlat({ prefix })
            .byPage({ maxPageSize: itemsPerPage, ...(cursor ? { continuationToken: cursor } : {}) });
          const page: ContainerListBlobFlatSegmentResponse | undefined = (await pages.next()).value;
          const items = (page?.segment.blobItems ?? []).map(
            (blob): StoredItem => ({
              name: blob.name.slice(prefix.length),
              writtenAt: blob.properties.lastModified.toISOString(),
            }),
          );
          return { items, ...(page?.continuationToken ? { cursor: page.continuationToken } : {}) };
        } catch (error) {
          if (isStatus(error, 404)) return { items: [] };
          throw error;
        }
      });
    },

    async delete(shelf, names) {
      const { container, prefix } = placeOf(shelf);
      await deleteBlobs(
        account,
        container,
        names.map((name) => `${prefix}${name}`),
      );
    },
  };
}

function placeOf(shelf: Shelf): { container: string; prefix: string } {
  switch (shelf.kind) {
    case 'deliveries':
    case 'plans':
    case 'cancellations':
    case 'values':
      return { container: stateContainer, prefix: `${shelf.kind}/` };
    case 'rejectedEvents':
      return { container: stateContainer, prefix: 'rejected-events/' };
    case 'idempotencyKeys':
      return { container: stateContainer, prefix: 'idempotency/' };
    case 'logs':
      return { container: logContainer, prefix: '' };
    case 'buildReports':
      return { container: releaseContainer(shelf.site), prefix: 'reports/' };
    case 'manifests':
    case 'objects':
    case 'caches':
      return { container: releaseContainer(shelf.site), prefix: `${shelf.kind}/` };
  }
}
