import { createHash } from 'node:crypto';
import type { BlobRequestConditions, ContainerClient } from '@azure/storage-blob';
import { calling } from './azure-error.ts';
import { isCode, isStatus, type StorageAccount } from './storage-account.ts';

/** What a write depends on: nothing, that no document exists, or that it is still the one of an ETag. */
export type WriteCondition = { ifAbsent: true } | { ifMatch: string } | undefined;

/** JSON documents in one blob container. */
export type BlobDocuments = {
  read(name: string): Promise<{ value: unknown; etag: string } | undefined>;
  /** `conflict` when the condition does not hold; else the ETag of what is stored now. */
  replace(name: string, value: unknown, condition?: WriteCondition): Promise<{ etag: string } | 'conflict'>;
  /** `conflict` when the condition does not hold. */
  write(name: string, value: unknown, condition?: WriteCondition): Promise<'written' | 'conflict'>;
};

export function blobDocuments(account: StorageAccount, container: string): BlobDocuments {
  const replace: BlobDocuments['replace'] = (name, value, condition) => {
    const body = Buffer.from(JSON.stringify(value));
    return calling(`writing the blob "${container}/${name}"`, async () => {
      try {
        const { etag = '' } = await account.writing(container, (client) =>
          client.getBlockBlobClient(name).upload(body, body.byteLength, {
            conditions: conditionsOf(condition),
            blobHTTPHeaders: {
              blobContentType: 'application/json; charset=utf-8',
              blobContentMD5: createHash('md5').update(body).digest(),
            },
          }),
        );
        return { etag };
      } catch (error) {
        if (condition && isStatus(error, 409, 412) && !isCode(error, 'ContainerBeingDeleted'))
          return 'conflict';
        throw error;
      }
    });
  };

  return {
    async read(name) {
      const found = await readBlob(account.container(container), name);
      return found && { value: parsed(found.bytes), etag: found.etag };
    },

    replace,

    async write(name, value, condition) {
      return (await replace(name, value, condition)) === 'conflict' ? 'conflict' : 'written';
    },
  };
}

/** The bytes of a blob, undefined when it or its container does not exist. */
export async function readBlob(
  container: ContainerClient,
  name: string,
): Promise<{ bytes: Buffer; etag: string } | undefined> {
  return calling(`reading the blob "${container.containerName}/${name}"`, async () => {
    try {
      const response = await container.getBlobClient(name).download();
      const parts: Buffer[] = [];
      for await (const part of response.readableStreamBody ?? []) parts.push(Buffer.from(part));
      return { bytes: Buffer.concat(parts), etag: response.etag ?? '' };
    } catch (error) {
      if (isStatus(error, 404)) return undefined;
      throw error;
    }
  });
}

/** Undefined for what is not JSON: some documents are written by build containers, and readers check what they get. */
function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function conditionsOf(condition: WriteCondition): BlobRequestConditions {
  if (!condition) return {};
  return 'ifMatch' in condition ? { ifMatch: condition.ifMatch } : { ifNoneMatch: '*' };
}
