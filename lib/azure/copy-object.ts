import { createHash } from 'node:crypto';
import type { BlobHTTPHeaders, ContainerClient } from '@azure/storage-blob';
import type { ReleaseFile } from '../../contract/build.ts';
import { SlipwayError } from '../errors.ts';
import { calling } from './azure-error.ts';
import { openBlob } from './open-blob.ts';
import type { StorageAccount } from './storage-account.ts';

export type ObjectCopy = {
  /** The release container. */
  from: ContainerClient;
  /** The container and name of the live file. */
  to: string;
  name: string;
  site: string;
  file: ReleaseFile;
};

/** One request each way; larger ones go block by block. */
const smallBytes = 4 * 1024 * 1024;

/** 50,000 blocks of this size make 390 GB. */
const blockBytes = 8 * 1024 * 1024;

export function isSmall({ sizeBytes }: ReleaseFile): boolean {
  return sizeBytes <= smallBytes;
}

/** What a copy holds in memory: the bytes and their way through the sockets. */
export function heldBytes(file: ReleaseFile): number {
  return 2 * (isSmall(file) ? file.sizeBytes : blockBytes);
}

export async function copySmallObject(account: StorageAccount, copy: ObjectCopy): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of objectOf(copy)) parts.push(part);
  const bytes = Buffer.concat(parts);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== copy.file.sha256) throw await wrongObject(copy);
  const blobHTTPHeaders = headersOf(copy.file, createHash('md5').update(bytes).digest());
  await writing(account, copy, (container) =>
    container.getBlockBlobClient(copy.name).upload(bytes, bytes.byteLength, { blobHTTPHeaders }),
  );
}

/** The blocks become the file when all of them are there and their hash is right; until then visitors get the one before. */
export async function copyLargeObject(account: StorageAccount, copy: ObjectCopy): Promise<void> {
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  const block = Buffer.allocUnsafe(blockBytes);
  const blockIds: string[] = [];
  let filled = 0;
  const stage = async (): Promise<void> => {
    const bytes = block.subarray(0, filled);
    sha256.update(bytes);
    md5.update(bytes);
    const id = Buffer.from(String(blockIds.length).padStart(6, '0')).toString('base64');
    await writing(account, copy, (container) =>
      container.getBlockBlobClient(copy.name).stageBlock(id, bytes, bytes.byteLength),
    );
    blockIds.push(id);
    filled = 0;
  };
  for await (const part of objectOf(copy)) {
    for (let taken = 0; taken < part.byteLength; ) {
      const copied = part.copy(block, filled, taken);
      taken += copied;
      filled += copied;
      if (filled === blockBytes) await stage();
    }
  }
  if (filled > 0) await stage();

  if (sha256.digest('hex') !== copy.file.sha256) throw await wrongObject(copy);
  const blobHTTPHeaders = headersOf(copy.file, md5.digest());
  await writing(account, copy, (container) =>
    container.getBlockBlobClient(copy.name).commitBlockList(blockIds, { blobHTTPHeaders }),
  );
}

/** Never more bytes than the manifest says, whatever a build container put there. */
async function* objectOf({ from, file, site }: ObjectCopy): AsyncGenerator<Buffer> {
  const missing = (how: string): SlipwayError =>
    new SlipwayError(
      'release-missing',
      `The object of "${file.path}" of site "${site}" ${how}; publish the site again.`,
      { details: { site, path: file.path, sha256: file.sha256 } },
    );
  const stream = await openBlob(from, objectName(file));
  if (!stream) throw missing('is missing in its release container');
  const parts = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const attempt = `reading the object of "${file.path}" of site "${site}"`;
  let bytes = 0;
  try {
    for (;;) {
      const part = await calling(attempt, () => parts.next());
      if (part.done) return;
      bytes += part.value.byteLength;
      if (bytes > file.sizeBytes) throw missing('is larger than its manifest says');
      yield part.value;
    }
  } finally {
    stream.destroy();
  }
}

/** Deletes an object that is not what its name says, so that the next build finds it missing and uploads it again. */
async function wrongObject({ from, file, site }: ObjectCopy): Promise<SlipwayError> {
  const name = objectName(file);
  await calling(`deleting the wrong object "${name}"`, () => from.getBlobClient(name).deleteIfExists());
  return new SlipwayError(
    'release-missing',
    `The object of "${file.path}" of site "${site}" had other bytes than its hash says and is deleted; publish the site again.`,
    { details: { site, path: file.path, sha256: file.sha256 } },
  );
}

function writing(
  account: StorageAccount,
  { to, name }: ObjectCopy,
  write: (container: ContainerClient) => Promise<unknown>,
): Promise<unknown> {
  return calling(`writing the file "${to}/${name}"`, () => account.writing(to, write));
}

function headersOf(file: ReleaseFile, md5: Buffer): BlobHTTPHeaders {
  return {
    blobContentType: file.contentType,
    blobCacheControl: file.cacheControl,
    blobContentMD5: md5,
    ...(file.contentEncoding ? { blobContentEncoding: file.contentEncoding } : {}),
  };
}

function objectName({ sha256 }: ReleaseFile): string {
  return `objects/${sha256}`;
}
