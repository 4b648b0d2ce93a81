/** What says that a blob is to be worked on; it lies in the host's own queue, and in the poison queue in the end. */
export type BlobMessage = {
  functionId: string;
  blobType: string;
  container: string;
  blob: string;
  /** With its quotes. */
  etag: string;
};

/** A function as the extension names it in messages, receipts and webhook addresses. */
export const functionId = (name: string): string => `Host.Functions.${name}`;

export const poisonBlobQueue = 'webjobs-blobtrigger-poison';

export function writeBlobMessage(message: BlobMessage): Buffer {
  const { functionId: FunctionId, blobType, container, blob, etag } = message;
  const properties = {
    Type: 'BlobTrigger',
    FunctionId,
    BlobType: blobType,
    ContainerName: container,
    BlobName: blob,
    ETag: etag,
  };
  return Buffer.from(JSON.stringify(properties, null, 2), 'utf8');
}

/** Undefined when the body is no such message. */
export function readBlobMessage(body: Buffer): BlobMessage | undefined {
  let properties: Record<string, unknown>;
  try {
    properties = JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
  const { FunctionId, BlobType, ContainerName, BlobName, ETag } = properties ?? {};
  if (typeof FunctionId !== 'string' || typeof ContainerName !== 'string' || typeof BlobName !== 'string')
    return undefined;
  return {
    functionId: FunctionId,
    blobType: String(BlobType),
    container: ContainerName,
    blob: BlobName,
    etag: String(ETag),
  };
}

/** ETags come with and without quotes, by operation; messages and receipts have them with. */
export function quoted(etag: string | undefined): string {
  return etag === undefined || etag.startsWith('"') ? (etag ?? '') : `"${etag}"`;
}
