import type { BlobServiceClient } from '@azure/storage-blob';
import type { TypedData } from '../../typed-data.ts';
import type { BlobPath } from './blob-path.ts';

/** The content of a blob; undefined when there is none. */
export async function readBlob(
  service: BlobServiceClient,
  { container, blob }: BlobPath,
): Promise<Buffer | undefined> {
  try {
    return await service.getContainerClient(container).getBlobClient(blob).downloadToBuffer();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/**
 * The value of a blob input: a text unless the binding says `dataType: 'binary'`, which mangles what is no text. That
 * is how the host does it, unlike for triggers.
 */
export function blobInputValue(content: Buffer | undefined, dataType: unknown): TypedData | null {
  if (content === undefined) return null;
  if (typeof dataType === 'string' && /^(binary|stream)$/i.test(dataType)) return { bytes: content };
  return { string: content.toString('utf8').replace(/^\uFEFF/, '') };
}

export function isNotFound(error: unknown): boolean {
  return (error as { statusCode?: number }).statusCode === 404;
}
