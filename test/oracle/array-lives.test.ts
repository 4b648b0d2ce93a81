import { describe, expect, it, onTestFinished } from 'vitest';
import type { JobArrayRequest } from '../../contract/job-items.ts';
import { buildApp, hasDotnet } from './build-oracle.ts';
import { packagePath } from './package-path.ts';
import { startOracle } from './start-oracle.ts';
import { until } from './until.ts';

describe.skipIf(!hasDotnet())('an array on the real Durable extension', () => {
  it('that is long enough to continue as new starts each item once and hears of the end of each', async () => {
    const appDirectory = await buildApp(
      'array-of-quick-items',
      packagePath('test/oracle/apps/array-of-quick-items.ts'),
    );
    const oracle = await startOracle({ appDirectory });
    onTestFinished(() => oracle.stop());
    const management = `${oracle.origin}/runtime/webhooks/durabletask`;
    const items = 106;
    const request: JobArrayRequest = {
      hub: 'test',
      requestedAt: '2026-01-01T00:00:00.000Z',
      items,
      parallelism: 2,
      allowFailures: 0,
    };
    await fetch(`${management}/orchestrators/runArray/array`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    const ended = await until(async () => {
      const response = await fetch(`${management}/instances/array?showInput=true`);
      const status = (await response.json()) as { runtimeStatus: string };
      return ['Pending', 'Running', 'ContinuedAsNew'].includes(status.runtimeStatus) ? undefined : status;
    });
    expect(ended).toMatchObject({
      runtimeStatus: 'Completed',
      output: { kind: 'succeeded', counts: { succeeded: items, pending: 0, running: 0 } },
      // It ended in a later life than its first.
      input: { progress: { states: expect.stringMatching(/^s+/) } },
    });
    const starts = (await (await fetch(`${oracle.origin}/api/starts`)).json()) as string[];
    expect(starts).toHaveLength(items);
    expect(new Set(starts).size).toBe(items);
  });
});
