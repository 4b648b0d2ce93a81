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

test('no answer tells what nobody expected', async () => {
  const bench = new TriggerBench();
  bench.runIndex.list = async () => {
    throw new Error('AccountKey=of-the-storage');
  };
  const { status, text } = await bench.call('GET', '/api/runs');
  expect(status).toBe(500);
  expect(text).toContain('invocation-1');
  expect(text).not.toContain('AccountKey');
  // Who runs the app finds it there.
  expect(bench.logged.join()).toContain('AccountKey');
});

test('no answer repeats the key of its request', async () => {
  const bench = new TriggerBench();
  for (const path of ['/api/runs/nothing', '/api/runs', '/api/fleets/nothing']) {
    const { text } = await bench.call('GET', `${path}?code=the-key&wrong=1`, {
      headers: { 'x-functions-key': 'the-key' },
    });
    expect(text).not.toContain('the-key');
  }
});
