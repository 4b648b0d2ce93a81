import { parseBlobPath } from '../bindings/blob-path.ts';
import { openListeners, together } from '../triggers/open-listeners.ts';
import type { TriggerService } from '../triggers/trigger-service.ts';
import { blobDispatch } from './blob-dispatch.ts';
import { type BlobTrigger, blobTrigger } from './blob-trigger.ts';
import { blobWebhook } from './blob-webhook.ts';
import { hostBlobQueue } from './host-blob-queue.ts';
import { listenForBlobs } from './listen-for-blobs.ts';
import { scanContainers } from './scan-containers.ts';

/**
 * Serves `app.storageBlob`. A blob that is found, or told of by an event, goes as a message into a queue of the host's
 * own, once for each version, and from there to its function: so tries are counted and survive a restart.
 */
export const blobService: TriggerService = {
  triggerType: 'blobtrigger',
  needsStorage: true,
  mount: blobWebhook,
  async byHand(target, input, { storage }) {
    const { service, match } = await blobTrigger(storage, target);
    return blobDispatch(service, parseBlobPath(input), match);
  },
  async start(context) {
    const triggers = new Map<string, BlobTrigger>();
    const none = await openListeners(context, async (target) => {
      const trigger = await blobTrigger(context.storage, target);
      triggers.set(trigger.id, trigger);
      return { stop: async () => {} };
    });
    if (triggers.size === 0) return none;
    const located = await hostBlobQueue(context.storage);
    return together([
      ...scanContainers(context, [...triggers.values()], located.queue),
      listenForBlobs(context, triggers, located),
    ]);
  },
};
