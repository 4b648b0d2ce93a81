import { expect, test } from 'vitest';
import { TriggerBench } from '../../support/trigger-bench.ts';

test('no browser takes what a container says for a page', async () => {
  const bench = new TriggerBench();
  for (const path of ['/api/health', '/api/runs', '/api/openapi.json']) {
    const { headers } = await bench.call('GET', path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-type') ?? 'application/json').toMatch(/json/);
  }
});
