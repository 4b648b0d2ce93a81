import type { ContainerClient } from '@azure/storage-blob';
import { forEachConcurrently } from '../../../lib/for-each-concurrently.ts';
import type { Clock } from '../../clock.ts';
import { isNotFound } from '../bindings/read-blob.ts';
import { Pause } from '../storage/pause.ts';
import { quoted } from './blob-message.ts';

/** How long a look at a container rests. The extension rests ten seconds. */
const pauseMs = 1_000;
/** A container so full that a look takes long is looked at less often: no more than this part of the time. */
const shareOfTime = 1 / 5;
const pageSize = 5_000;
/** How many new blobs are noted at a time. */
const concurrency = 8;

export type FoundBlob = { container: string; blob: string; etag: string; blobType: string };

export type ContainerScannerOptions = {
  container: ContainerClient;
  clock: Clock;
  /** Told of every blob at every look. */
  found(blob: FoundBlob): Promise<void>;
  /** Told of each look: undefined when it went well. */
  polled(error: unknown): void;
};

/** Looks through one container again and again. */
export class ContainerScanner {
  readonly #options: ContainerScannerOptions;
  readonly #pause: Pause;
  #stopped = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(options: ContainerScannerOptions) {
    this.#options = options;
    this.#pause = new Pause(options.clock);
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Looks now. */
  readonly wake = (): void => this.#pause.cut();

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#pause.cut();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { clock, polled } = this.#options;
    while (!this.#stopped) {
      this.#pause.reset();
      const startedMs = clock.now();
      try {
        await this.#look();
        polled(undefined);
      } catch (error) {
        polled(error);
      }
      const tookMs = clock.now() - startedMs;
      if (!this.#stopped) await this.#pause.wait(Math.max(pauseMs, tookMs / shareOfTime - tookMs));
    }
  }

  async #look(): Promise<void> {
    const { container, found } = this.#options;
    try {
      for await (const page of container.listBlobsFlat().byPage({ maxPageSize: pageSize }))
        await forEachConcurrently(page.segment.blobItems, concurrency, async ({ name, properties }) => {
          if (this.#stopped) return;
          await found({
            container: container.containerName,
            blob: name,
            etag: quoted(properties.etag),
            blobType: properties.blobType ?? 'BlockBlob',
          });
        });
    } catch (error) {
      // A trigger's container may come into being later.
      if (!isNotFound(error)) throw error;
    }
  }
}
