import type { DurableClient } from 'durable-functions';
import { describe, expect, test } from 'vitest';
import { durableRuns } from '../../../lib/durable/runs.ts';
import { silentTelemetry } from '../../../lib/telemetry/silent-telemetry.ts';

/** The runs of a hub whose status query fails with this text, as the durable client words it. */
const runsFailingWith = (message: string) =>
  durableRuns(
    () => ({ getStatus: () => Promise.reject(new Error(message)) }) as unknown as DurableClient,
    silentTelemetry.tracing,
  );

describe('reading a run', () => {
  test('finds none where the hub has none', async () => {
    const runs = runsFailingWith(
      'DurableClient error: Durable Functions extension replied with HTTP 404 response. This usually means we could not find any data associated with the instanceId provided: publish-blog-1.',
    );
    expect(await runs.read('publish-blog-1')).toBeUndefined();
  });

  test('fails, and does not call the run unknown, where the hub itself misses something', async () => {
    const runs = runsFailingWith(
      'The operation failed with an unexpected status code: 500. Details: "The table SlipwayHubInstances was not found (404)."',
    );
    await expect(runs.read('publish-blog-1')).rejects.toThrow('status code: 500');
  });
});
