import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import type { Clock } from '../clock.ts';
import type { BlobWritten } from '../storage/on-blob-written.ts';

export type BlobEventsOptions = {
  clock: Clock;
  connectionString: string;
  /** Where events wait until they are delivered. */
  directory: string;
  /** The app's webhook for its function with an Event Grid trigger. */
  webhook: string;
  /** The containers to whose blobs somebody has subscribed, as it is now. */
  containers(): ReadonlySet<string>;
  log(line: string): void;
};

/** A first delivery is tried again after so long; each further pause is twice as long. */
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

const topic =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/slipway/providers/Microsoft.Storage/storageAccounts';

/** Event Grid's part for blobs: tells the app of each blob that was written, again and again until the app has taken it. */
export class BlobEvents {
  readonly #options: BlobEventsOptions;
  readonly #blobs: BlobServiceClient;
  readonly #cancels = new Set<() => void>();
  #stopped = false;

  /** Events that an earlier process had not delivered are delivered now. */
  constructor(options: BlobEventsOptions) {
    this.#options = options;
    this.#blobs = BlobServiceClient.fromConnectionString(options.connectionString);
    mkdirSync(options.directory, { recursive: true });
    for (const file of readdirSync(options.directory)) this.#later(0, file, firstPauseMs);
  }

  written(blob: BlobWritten): void {
    if (this.#stopped || !this.#options.containers().has(blob.container)) return;
    const at = new Date(this.#options.clock.now()).toISOString();
    const file = `${at.replaceAll(':', '-')}-${randomUUID()}.json`;
    writeFileSync(join(this.#options.directory, file), JSON.stringify({ ...blob, id: randomUUID(), at }));
    this.#later(0, file, firstPauseMs);
  }

  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#cancels) cancel();
  }

  #later(delayMs: number, file: string, pauseMs: number): void {
    const { clock, log } = this.#options;
    const cancel = clock.at(clock.now() + delayMs, () => {
      this.#cancels.delete(cancel);
      this.#deliver(file).catch((error: Error) => {
        if (this.#stopped) return;
        log(`A blob event could not be delivered, and is tried again: ${error.message}`);
        this.#later(pauseMs, file, Math.min(pauseMs * 2, longestPauseMs));
      });
    });
    this.#cancels.add(cancel);
  }

  async #deliver(file: string): Promise<void> {
    const path = join(this.#options.directory, file);
    const event = await this.#event(JSON.parse(readFileSync(path, 'utf8')));
    const answer = await fetch(this.#options.webhook, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'aeg-event-type': 'Notification' },
      body: JSON.stringify([event]),
    });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`the app answered ${answer.status}`);
    rmSync(path, { force: true });
  }

  /** In Event Grid's own schema. */
  async #event(written: BlobWritten & { id: string; at: string }): Promise<Record<string, unknown>> {
    const { container, name, api, id, at } = written;
    const blob = this.#blobs.getContainerClient(container).getBlobClient(name);
    // Gone again by now: Azure tells of it all the same.
    const known = await blob.getProperties().catch(() => undefined);
    return {
      topic: `${topic}/${this.#blobs.accountName}`,
      subject: `/blobServices/default/containers/${container}/blobs/${name}`,
      eventType: 'Microsoft.Storage.BlobCreated',
      id,
      eventTime: at,
      dataVersion: '',
      metadataVersion: '1',
      data: {
        api,
        url: blob.url,
        eTag: known?.etag,
        contentType: known?.contentType,
        contentLength: known?.contentLength,
        blobType: known?.blobType,
      },
    };
  }
}
