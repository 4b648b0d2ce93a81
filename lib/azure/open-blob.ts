import type { Readable } from 'node:stream';
import type { ContainerClient } from '@azure/storage-blob';
import { calling } from './azure-error.ts';
import { isStatus } from './storage-account.ts';

/** How often a download goes on where it broke off. */
const mostResumes = 5;

/** The bytes of a blob as a stream; undefined when it or its container does not exist. */
export async function openBlob(container: ContainerClient, name: string): Promise<Readable | undefined> {
  return calling(`reading the blob "${container.containerName}/${name}"`, async () => {
    try {
      const blob = container.getBlobClient(name);
      const response = await blob.download(0, undefined, { maxRetryRequests: mostResumes });
      return response.readableStreamBody as Readable | undefined;
    } catch (error) {
      if (isStatus(error, 404)) return undefined;
      throw error;
    }
  });
}
