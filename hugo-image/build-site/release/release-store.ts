import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { type BlockBlobUploadOptions, ContainerClient, RestError } from '@azure/storage-blob';
import { forEachConcurrently } from '../../../lib/for-each-concurrently.ts';
import { BuildFailure } from '../build-failure.ts';
import type { BuiltFile } from './release-files.ts';

export type StoreOptions = {
  signal: AbortSignal;
  /** Pauses before further tries when the store does not answer, in milliseconds. */
  pausesMs?: readonly number[];
};

type Headers = NonNullable<BlockBlobUploadOptions['blobHTTPHeaders']>;

const uploadsAtATime = 16;
/** Larger files are streamed, so that uploads in flight never hold more than 16 MB. */
const readWholeUpToBytes = 1024 * 1024;
const defaultPausesMs = [500, 1_500, 3_500, 7_500, 15_000];

/** The release container of a site, through a URL that can read and list, and create but neither change nor delete. */
export class ReleaseStore {
  readonly #container: ContainerClient;
  readonly #signal: AbortSignal;

  constructor(grantedUrl: string, options: StoreOptions) {
    const pausesMs = options.pausesMs ?? defaultPausesMs;
    this.#container = new ContainerClient(grantedUrl, undefined, {
      retryOptions: {
        maxTries: pausesMs.length + 1,
        retryDelayInMs: pausesMs[0] ?? 1,
        maxRetryDelayInMs: pausesMs.at(-1) ?? 1,
      },
    });
    this.#signal = options.signal;
  }

  /** The hashes of all stored objects. */
  async objectHashes(): Promise<Set<string>> {
    const prefix = 'objects/';
    const hashes = new Set<string>();
    try {
      for await (const blob of this.#container.listBlobsFlat({ prefix, abortSignal: this.#signal })) {
        hashes.add(blob.name.slice(prefix.length));
      }
    } catch (error) {
      throw this.#failure('listing the stored objects', error);
    }
    return hashes;
  }

  /** The content of the blob below `prefix` that was written last, when there is one. */
  async newest(prefix: string): Promise<Readable | undefined> {
    try {
      let newest: { name: string; at: number } | undefined;
      for await (const blob of this.#container.listBlobsFlat({ prefix, abortSignal: this.#signal })) {
        const at = blob.properties.lastModified.getTime();
        if (!newest || at > newest.at) newest = { name: blob.name, at };
      }
      if (!newest) return;
      const { readableStreamBody } = await this.#container
        .getBlobClient(newest.name)
        .download(0, undefined, { abortSignal: this.#signal });
      return readableStreamBody as Readable | undefined;
    } catch (error) {
      throw this.#failure(`reading below "${prefix}"`, error);
    }
  }

  /** Uploads one object per distinct content that is not `stored`; answers what went over the wire. */
  async addObjects(
    files: readonly BuiltFile[],
    stored: ReadonlySet<string>,
  ): Promise<{ uploaded: number; bytes: number }> {
    const missing = new Map(
      files.filter((file) => !stored.has(file.sha256)).map((file) => [file.sha256, file]),
    );
    let bytes = 0;
    await forEachConcurrently(missing.values(), uploadsAtATime, async (file) => {
      await this.#create(`objects/${file.sha256}`, file.location, file.sizeBytes, {
        blobContentMD5: file.md5,
      });
      bytes += file.sizeBytes;
    });
    return { uploaded: missing.size, bytes };
  }

  /** Writes a file of this machine unless a blob of that name exists: the first stays. */
  async addFile(name: string, location: string, headers: Headers): Promise<void> {
    await this.#create(name, location, (await stat(location)).size, headers);
  }

  /** Writes a JSON document unless one of that name exists: the first stays. */
  async addDocument(name: string, document: unknown): Promise<void> {
    const body = Buffer.from(JSON.stringify(document));
    await this.#create(name, body, body.byteLength, {
      blobContentMD5: createHash('md5').update(body).digest(),
      blobContentType: 'application/json; charset=utf-8',
    });
  }

  async #create(name: string, content: string | Buffer, sizeBytes: number, headers: Headers): Promise<void> {
    const blob = this.#container.getBlockBlobClient(name);
    try {
      const body = typeof content === 'string' ? await bodyOf(content, sizeBytes) : content;
      await blob.upload(body, sizeBytes, {
        blobHTTPHeaders: headers,
        conditions: { ifNoneMatch: '*' },
        abortSignal: this.#signal,
      });
    } catch (error) {
      // Names are hashes or belong to this attempt: what exists is what would have been written.
      if (isRefusedOverwrite(error) && (await blob.exists().catch(() => false))) return;
      throw this.#failure(`uploading "${name}"`, error);
    }
  }

  /** Says what the store answered, but not the URL: it carries the signature. */
  #failure(attempt: string, error: unknown): unknown {
    if (this.#signal.aborted) return this.#signal.reason;
    const answer =
      error instanceof RestError
        ? `${error.statusCode ?? 'no answer'} ${error.code ?? ''}`.trim()
        : error instanceof Error
          ? error.name
          : 'an unknown error';
    return new BuildFailure(
      'upload-failed',
      `${attempt} in container "${this.#container.containerName}" failed: the store answered ${answer}`,
      { cause: error },
    );
  }
}

/** Small files at once; of larger ones a stream for each try. */
async function bodyOf(location: string, sizeBytes: number): Promise<Buffer | (() => NodeJS.ReadableStream)> {
  return sizeBytes > readWholeUpToBytes ? () => createReadStream(location) : readFile(location);
}

/**
 * A store that looks at the condition first says 409. One that looks at the permissions first says 403, because a URL that
 * may only create is not allowed to overwrite; Azure does, with the code UnauthorizedBlobOverwrite.
 */
function isRefusedOverwrite(error: unknown): boolean {
  return error instanceof RestError && (error.statusCode === 409 || error.statusCode === 403);
}
