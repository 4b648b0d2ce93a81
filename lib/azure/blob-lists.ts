import { forEachConcurrently } from '../for-each-concurrently.ts';
import { calling } from './azure-error.ts';
import { isStatus, type StorageAccount } from './storage-account.ts';

const deletionsAtATime = 16;

/** The names of all blobs that begin so. */
export async function blobNames(
  account: StorageAccount,
  container: string,
  prefix: string,
): Promise<string[]> {
  return calling(`listing "${container}/${prefix}"`, async () => {
    const names: string[] = [];
    try {
      for await (const { name } of account.container(container).listBlobsFlat({ prefix })) names.push(name);
    } catch (error) {
      if (!isStatus(error, 404)) throw error;
    }
    return names;
  });
}

/** Deletes blobs; absent ones are fine. */
export async function deleteBlobs(
  account: StorageAccount,
  container: string,
  names: readonly string[],
): Promise<void> {
  const client = account.container(container);
  await forEachConcurrently(names, deletionsAtATime, (name) =>
    calling(`deleting "${container}/${name}"`, async () => {
      try {
        await client.deleteBlob(name, { deleteSnapshots: 'include' });
      } catch (error) {
        if (!isStatus(error, 404)) throw error;
      }
    }),
  );
}
