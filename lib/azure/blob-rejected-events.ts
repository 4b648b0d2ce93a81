import type { RejectedEvent } from '../../contract/job-events.ts';
import type { RejectedEvents } from '../ports/rejected-events.ts';
import { calling } from './azure-error.ts';
import { blobDocuments } from './blob-documents.ts';
import { stateContainer } from './blob-names.ts';
import { isStatus, type StorageAccount } from './storage-account.ts';

const folder = 'rejected-events/';

/** One document each. */
export function blobRejectedEvents(account: StorageAccount, eventsPerPage = 50): RejectedEvents {
  const documents = blobDocuments(account, stateContainer);
  const nameOf = (id: string): string => `${folder}${id}.json`;
  const read = async (name: string): Promise<RejectedEvent | undefined> =>
    (await documents.read(name))?.value as RejectedEvent | undefined;
  return {
    async put(event) {
      await documents.write(nameOf(event.id), event);
    },
    read: (id) => read(nameOf(id)),
    list: (cursor) =>
      calling('listing rejected events', async () => {
        try {
          const pages = account
            .container(stateContainer)
            .listBlobsFlat({ prefix: folder })
            .byPage({ maxPageSize: eventsPerPage, ...(cursor ? { continuationToken: cursor } : {}) });
          const page = (await pages.next()).value;
          const names: string[] = (page?.segment.blobItems ?? []).map(({ name }: { name: string }) => name);
          const events = await Promise.all(names.map(read));
          return {
            events: events.filter((event) => event !== undefined),
            ...(page?.continuationToken ? { cursor: page.continuationToken } : {}),
          };
        } catch (error) {
          if (isStatus(error, 404)) return { events: [] };
          throw error;
        }
      }),
    remove: (id) =>
      calling(`deleting the rejected event "${id}"`, async () => {
        await account.container(stateContainer).getBlobClient(nameOf(id)).deleteIfExists();
      }),
  };
}
