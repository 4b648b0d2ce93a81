import type { BlobServiceClient } from '@azure/storage-blob';
import type { TypedData } from '../../typed-data.ts';
import type { BlobPath } from './blob-path.ts';

/** Writes a blob over what is there, making the container when there is none; notes in it which run wrote it. */
export async function writeBlob(
  service: BlobServiceClient,
  { container, blob }: BlobPath,
  content: Buffer,
  invocationId: string,
): Promise<void> {
  const client = service.getContainerClient(container);
  const write = () =>
    client.getBlockBlobClient(blob).uploadData(content, { metadata: { AzureWebJobsParentId: invocationId } });
  try {
    await write();
  } catch (error) {
    if ((error as { code?: string }).code !== 'ContainerNotFound') throw error;
    await client.createIfNotExists();
    await write();
  }
}

export type BlobOutput = {
  /** Undefined: nothing is written. */
  content: Buffer | undefined;
  /** What surprises about it. */
  warning?: string;
};

/** What the host makes of a function's output: objects become JSON, but numbers and booleans their bytes in memory. */
export function blobOutput({ string, json, bytes, int, double }: TypedData): BlobOutput {
  if (bytes) return { content: Buffer.from(bytes) };
  if (string !== undefined) return { content: Buffer.from(string, 'utf8') };
  if (int !== undefined) return raw(4, (buffer) => buffer.writeInt32LE(int | 0), int);
  if (double !== undefined) return raw(8, (buffer) => buffer.writeDoubleLE(double), double);
  if (json === undefined || json === 'null') return { content: undefined };
  if (json === 'true' || json === 'false')
    return raw(1, (buffer) => buffer.writeUInt8(json === 'true' ? 1 : 0), json);
  return { content: Buffer.from(json, 'utf8') };
}

function raw(length: number, fill: (buffer: Buffer) => void, value: unknown): BlobOutput {
  const content = Buffer.alloc(length);
  fill(content);
  return {
    content,
    warning: `The output ${value} is written as ${length} raw bytes, as on Azure. Return a text, String(value), to write what it looks like.`,
  };
}
