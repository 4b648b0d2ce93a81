import { z } from 'zod';
import { parseTimeSpan } from './time-span.ts';

const count = z.coerce.number().int();

const span = z.string().transform((text, context) => {
  const ms = parseTimeSpan(text);
  if (ms !== undefined) return ms;
  context.addIssue({ code: 'custom', message: `"${text}" is no time span, write "00:00:30" for example` });
  return z.NEVER;
});

export const shortestPollMs = 100;
export const defaultLongestPollMs = 60_000;

/** host.json `extensions.queues`, with the extension's defaults and bounds. */
export const queueSchema = z.looseObject({
  batchSize: count.min(1).max(32).default(16),
  newBatchThreshold: count.min(0).optional(),
  maxDequeueCount: count.min(1).default(5),
  visibilityTimeout: span.default(0),
  maxPollingInterval: span
    .refine((ms) => ms >= shortestPollMs, 'must not be less than 100 ms')
    .default(defaultLongestPollMs),
  messageEncoding: z
    .string()
    .transform((text) => text.toLowerCase())
    .pipe(z.enum(['base64', 'none']))
    .default('base64'),
});

export type MessageEncoding = 'base64' | 'none';

export type QueueSettings = {
  /** How many messages are taken at a time. */
  batchSize: number;
  /** New messages are taken when no more than these are being worked on; batchSize / 2 by default, for one processor. */
  newBatchThreshold: number;
  /** How often a message is tried before it goes to the poison queue. */
  maxDequeueCount: number;
  /** How long a message stays hidden after a failure. */
  visibilityTimeoutMs: number;
  longestPollMs: number;
  messageEncoding: MessageEncoding;
};

/** The longest pause between polls while developing, when none is set. */
const developmentLongestPollMs = 2_000;

export function queueSettings(parsed: z.infer<typeof queueSchema>, env: NodeJS.ProcessEnv): QueueSettings {
  const { batchSize, newBatchThreshold, maxDequeueCount, visibilityTimeout, messageEncoding } = parsed;
  const isDevelopment = /^development$/i.test(env.AZURE_FUNCTIONS_ENVIRONMENT ?? '');
  return {
    batchSize,
    newBatchThreshold: newBatchThreshold ?? Math.floor(batchSize / 2),
    maxDequeueCount,
    visibilityTimeoutMs: visibilityTimeout,
    longestPollMs:
      isDevelopment && parsed.maxPollingInterval === defaultLongestPollMs
        ? developmentLongestPollMs
        : parsed.maxPollingInterval,
    messageEncoding,
  };
}
