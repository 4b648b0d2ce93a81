import type { HostFunction } from '../host-function.ts';
import type { HostSettings } from './host-json.ts';
import { timeSpanText } from './time-span.ts';

/** The settings in force as `/admin/host/config` shows them: those of an extension only when a function uses it. */
export function shownConfig(settings: HostSettings, functions: readonly HostFunction[]): unknown {
  const { http, durableTask, hubName, queues, blobs } = settings;
  const { customHeaders: _, ...shownHttp } = http;
  const uses = (pattern: RegExp): boolean =>
    functions.some(({ bindings }) => Object.values(bindings).some(({ type }) => pattern.test(type)));
  return {
    extensions: {
      ...(uses(/^blob(trigger)?$/i) && {
        blobs: {
          maxDegreeOfParallelism: blobs.maxDegreeOfParallelism,
          poisonBlobThreshold: blobs.poisonBlobThreshold,
        },
      }),
      ...(uses(/^queue(trigger)?$/i) && { queues: shownQueues(queues) }),
      durableTask: { ...durableTask, hubName },
      http: shownHttp,
    },
  };
}

function shownQueues(queues: HostSettings['queues']): unknown {
  return {
    batchSize: queues.batchSize,
    newBatchThreshold: queues.newBatchThreshold,
    maxPollingInterval: timeSpanText(queues.longestPollMs),
    maxDequeueCount: queues.maxDequeueCount,
    visibilityTimeout: timeSpanText(queues.visibilityTimeoutMs),
    messageEncoding: queues.messageEncoding === 'none' ? 'None' : 'Base64',
  };
}
