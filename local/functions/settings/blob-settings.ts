import { z } from 'zod';
import { defaultLongestPollMs, type QueueSettings } from './queue-settings.ts';

const count = z.coerce.number().int().min(1);

/** host.json `extensions.blobs`, with the extension's defaults for one processor. */
export const blobSchema = z.looseObject({
  maxDegreeOfParallelism: count.default(8),
  poisonBlobThreshold: count.default(5),
});

export type BlobSettings = z.infer<typeof blobSchema>;

const largestBatch = 32;

/** How the queue is worked on through which blobs come to their functions. */
export function blobQueueSettings(settings: BlobSettings): QueueSettings {
  const { maxDegreeOfParallelism, poisonBlobThreshold } = settings;
  const batchSize = Math.min(largestBatch, Math.floor(maxDegreeOfParallelism / 2) + 1);
  return {
    batchSize,
    newBatchThreshold: Math.max(0, maxDegreeOfParallelism - batchSize),
    maxDequeueCount: poisonBlobThreshold,
    visibilityTimeoutMs: 0,
    longestPollMs: defaultLongestPollMs,
    messageEncoding: 'base64',
  };
}
