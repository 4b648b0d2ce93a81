import { BlobServiceClient } from '@azure/storage-blob';
import type { BlobWritten } from '../storage/on-blob-written.ts';
import { EventDelivery, type EventDeliveryOptions, type KeptEvent } from './event-delivery.ts';

export type BlobEventsOptions = Omit<EventDeliveryOptions<BlobWritten>, 'eventOf'> & {
  connectionString: string;
  /** The containers to whose blobs somebody has subscribed, as it is now. */
  containers(): ReadonlySet<string>;
};

const topic =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/slipway/providers/Microsoft.Storage/storageAccounts';

/** Tells the app of each blob that was written. */
export class BlobEvents {
  readonly #delivery: EventDelivery<BlobWritten>;
  readonly #containers: BlobEventsOptions['containers'];

  constructor({ connectionString, containers, ...options }: BlobEventsOptions) {
    const blobs = BlobServiceClient.fromConnectionString(connectionString);
    this.#containers = containers;
    this.#delivery = new EventDelivery({ ...options, eventOf: (written) => eventOf(blobs, written) });
  }

  written(blob: BlobWritten): void {
    if (this.#containers().has(blob.container)) this.#delivery.add(blob);
  }

  stop(): void {
    this.#delivery.stop();
  }
}

async function eventOf(
  blobs: BlobServiceClient,
  { container, name, api, id, at }: BlobWritten & KeptEvent,
): Promise<Record<string, unknown>> {
  const blob = blobs.getContainerClient(container).getBlobClient(name);
  // Gone again by now: Azure tells of it all the same.
  const known = await blob.getProperties().catch(() => undefined);
  return {
    topic: `${topic}/${blobs.accountName}`,
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
