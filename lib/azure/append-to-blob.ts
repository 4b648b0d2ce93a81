import type { AppendBlobClient, ContainerClient } from '@azure/storage-blob';
import { isCode, isStatus, type StorageAccount } from './storage-account.ts';

/** What every version of the service takes in one append. */
const largestAppendBytes = 4 * 1024 * 1024;

/**
 * Adds text bytes to an append blob that is `position` bytes long, made when there is none; returns its size afterwards. The
 * storage client repeats an append whose answer was lost. Without its position the text would then stand there twice; with it
 * the repetition is refused, and finds its own bytes.
 */
export async function appendToBlob(
  account: StorageAccount,
  { container, name, bytes, position }: { container: string; name: string; bytes: Buffer; position: number },
): Promise<number> {
  for (let start = 0; start < bytes.byteLength; start += largestAppendBytes) {
    const block = bytes.subarray(start, start + largestAppendBytes);
    await account.writing(container, (client) => appendBlock(client, name, block, position + start));
  }
  return position + bytes.byteLength;
}

async function appendBlock(
  container: ContainerClient,
  name: string,
  block: Buffer,
  position: number,
): Promise<void> {
  const blob = container.getAppendBlobClient(name);
  const append = () =>
    blob.appendBlock(block, block.byteLength, { conditions: { appendPosition: position } });
  try {
    if (position === 0) {
      await blob.createIfNotExists({ blobHTTPHeaders: { blobContentType: 'text/plain; charset=utf-8' } });
    }
    await append();
  } catch (error) {
    const isTaken = isStatus(error, 412) && !isCode(error, 'ContainerBeingDeleted');
    if (!isTaken || !(await holds(blob, block, position))) throw error;
  }
}

/** Whether the blob ends with this block, at this position. */
async function holds(blob: AppendBlobClient, block: Buffer, position: number): Promise<boolean> {
  const { contentLength = 0 } = await blob.getProperties();
  if (contentLength !== position + block.byteLength) return false;
  return block.equals(await blob.downloadToBuffer(position, block.byteLength));
}
