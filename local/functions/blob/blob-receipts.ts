import type { ContainerClient } from '@azure/storage-blob';
import { isNotFound } from '../bindings/read-blob.ts';

/** The presence of the key is what counts: the receipt was begun, and its message may not be in the queue yet. */
const incompleteKey = 'incomplete';

/** A version of a blob: `"etag"/container/blob`. */
export type BlobVersion = string;

/**
 * Which versions of blobs a function was told of, kept as Azure keeps it: an empty blob for each, in the container
 * `azure-webjobs-hosts`. The extension also leases receipts, against other instances of the app; here is only one.
 */
export class BlobReceipts {
  readonly #container: ContainerClient;
  readonly #folder: string;
  readonly #complete = new Set<BlobVersion>();
  #loaded: Promise<void> | undefined;

  constructor(container: ContainerClient, hostId: string, functionId: string) {
    this.#container = container;
    this.#folder = `blobreceipts/${hostId}/${functionId}/`;
  }

  /** Calls `tell` unless it was called for this version before, in this or an earlier life of the host. */
  async once(version: BlobVersion, tell: () => Promise<void>): Promise<void> {
    this.#loaded ??= this.#load();
    await this.#loaded.catch((error) => {
      this.#loaded = undefined;
      throw error;
    });
    if (this.#complete.has(version)) return;
    const receipt = this.#container.getBlockBlobClient(this.#folder + version);
    await this.#begin(() =>
      receipt.upload('', 0, {
        conditions: { ifNoneMatch: '*' },
        metadata: { [incompleteKey]: incompleteKey },
      }),
    );
    await tell();
    await receipt.setMetadata({});
    this.#complete.add(version);
  }

  /** All at once: asking for each blob of a full container would take long. */
  async #load(): Promise<void> {
    try {
      for await (const receipt of this.#container.listBlobsFlat({
        prefix: this.#folder,
        includeMetadata: true,
      }))
        if (!Object.keys(receipt.metadata ?? {}).some((key) => key.toLowerCase() === incompleteKey))
          this.#complete.add(receipt.name.slice(this.#folder.length));
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  async #begin(upload: () => Promise<unknown>): Promise<void> {
    try {
      await upload();
    } catch (error) {
      const { code } = error as { code?: string };
      // Begun before a crash: the message is sent again.
      if (code === 'BlobAlreadyExists') return;
      if (code !== 'ContainerNotFound') throw error;
      await this.#container.createIfNotExists();
      await upload();
    }
  }
}
