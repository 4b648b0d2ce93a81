import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, output } from '@azure/functions';
import * as df from 'durable-functions';
import { expect, onTestFinished, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { StillOpen, startTestHost } from '../../../local/testing/index.ts';
import { deferred } from '../functions/deferred.ts';
import { tempApp } from '../functions/temp-app.ts';

function register(): void {
  df.app.orchestration('remind', function* (context) {
    const { days } = context.df.getInput() as { days: number };
    for (let day = 1; day <= days; day++) {
      yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 86_400_000));
      yield context.df.callActivity('send', { day });
    }
    return 'done';
  });
  df.app.orchestration('parent', function* (context) {
    return (yield context.df.callSubOrchestrator('child', {}, `${context.df.instanceId}-1`)) as unknown;
  });
  df.app.orchestration('child', function* (context) {
    context.df.setCustomStatus('waiting');
    return (yield context.df.waitForExternalEvent('answer')) as unknown;
  });
  df.app.activity('send', { handler: () => 'sent' });
  app.http('start', {
    methods: ['POST'],
    route: 'start/{id}',
    extraInputs: [df.input.durableClient()],
    handler: async (request, context) => {
      const instanceId = request.params.id ?? '';
      await df.getClient(context).startNew('remind', { instanceId, input: { days: 3 } });
      return { status: 202 };
    },
  });
}

test('runs days in a moment, and many hosts at once, each with its own clock', async () => {
  const ends = await Promise.all(
    [1, 2, 30].map(async (days) => {
      await using host = await startTestHost({ app: { register } });
      await host.client.start('remind', { instanceId: 'r', input: { days } });
      expect(await host.waitFor('r')).toMatchObject({ runtimeStatus: 'Completed', output: 'done' });
      return { days: host.elapsedMs / 86_400_000, calls: host.calls.length };
    }),
  );
  expect(ends).toEqual([
    { days: 1, calls: 1 },
    { days: 2, calls: 2 },
    { days: 30, calls: 30 },
  ]);
});

test('leaves storage alone: outputs are dropped, queue functions run by hand', async () => {
  const connection = 'NoSuchStorage';
  const ran = deferred<unknown>();
  await using host = await startTestHost({
    app: {
      register() {
        df.app.orchestration('save', function* (context) {
          return yield context.df.callActivity('store', {});
        });
        df.app.activity('store', {
          return: output.storageQueue({ queueName: 'work', connection }),
          handler: () => 'stored',
        });
        app.storageQueue('work', { queueName: 'work', connection, handler: (item) => ran.resolve(item) });
      },
    },
  });
  await host.client.start('save', { instanceId: 's' });
  expect(await host.waitFor('s')).toMatchObject({ output: 'stored' });
  await fetch(`${host.origin}/admin/functions/work`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"input":"{\\"order\\":1}"}',
  });
  expect(await ran.promise).toEqual({ order: 1 });
});

test('moves only as far as it is told to', async () => {
  await using host = await startTestHost({ app: { register } });
  await host.client.start('remind', { instanceId: 'r', input: { days: 3 } });
  await host.advance(36 * 3_600_000);
  expect(host.calls).toHaveLength(1);
  expect(host.openWork('r')).toEqual(['timer due 2026-01-03T00:00:00Z (#2), in 43200 s']);
  await host.advance(36 * 3_600_000);
  expect(host.client.status('r')).toMatchObject({ runtimeStatus: 'Completed' });
});

test('serves the app’s HTTP functions, whose durable client is the real one', async () => {
  await using host = await startTestHost({ app: { register } });
  expect((await fetch(`${host.origin}/api/start/over-http`, { method: 'POST' })).status).toBe(202);
  expect(await host.waitFor('over-http')).toMatchObject({ output: 'done' });
});

test('names what a run and its children wait for', async () => {
  await using host = await startTestHost({ app: { register } });
  await host.client.start('parent', { instanceId: 'p' });
  const error = (await host.waitFor('p').catch((caught: unknown) => caught)) as StillOpen;
  expect(error).toBeInstanceOf(StillOpen);
  expect(error.open).toEqual([
    "child 'child' (p-1)",
    expect.stringMatching(
      /^ {2}event 'answer', awaited at test\/local\/testing\/start-test-host\.test\.ts:\d+$/,
    ),
  ]);
  await host.client.raiseEvent('p-1', 'answer', 42);
  expect((await host.waitFor('p')).output).toBe(42);
});

test('says so when there is no such instance', async () => {
  await using host = await startTestHost({ app: { register } });
  await expect(host.waitFor('nobody')).rejects.toThrow("There is no instance 'nobody'.");
});

test('goes by a clock that it is given, or by the real one', async () => {
  const clock = new VirtualClock(Date.UTC(2030, 0, 1));
  await using given = await startTestHost({ app: { register }, clock });
  await given.client.start('remind', { instanceId: 'r', input: { days: 1 } });
  expect((await given.waitFor('r')).createdTime).toBe('2030-01-01T00:00:00Z');

  await using real = await startTestHost({ app: { register }, clock: 'real' });
  await real.client.start('remind', { instanceId: 'r', input: { days: 1 } });
  await expect(real.waitFor('r', { withinSeconds: 0.05 })).rejects.toThrow(
    /0\.05 s have passed\. Still open:\n {2}timer due .* in 86400 s/,
  );
  await expect(real.advance(1)).rejects.toThrow('Only a virtual clock can be advanced');
});

test('keeps a hub in a file for the next host', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'test-host-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'hub.db');
  const clock = new VirtualClock();
  const first = await startTestHost({ app: { register }, file, clock });
  await first.client.start('remind', { instanceId: 'r', input: { days: 2 } });
  await first.advance(86_400_000);
  await first.stop();
  await using second = await startTestHost({ app: { register }, file, clock });
  await second.waitFor('r');
  expect(second.calls.map((call) => call.input)).toEqual([{ day: 2 }]);
});

test('throws at its start what registering throws', async () => {
  const start = startTestHost({
    app: {
      register: () => {
        throw new Error('no setting SITE');
      },
    },
  });
  await expect(start).rejects.toThrow('no setting SITE');
});

test.each(['directory', 'app'])('serves a built app that is given by its %s', async (how) => {
  const directory = await tempApp({
    'package.json': { main: 'main.js' },
    'main.js': `require('@azure/functions').app.http('f', { handler: () => ({ body: 'built' }) });`,
  });
  const host = await startTestHost(how === 'app' ? { app: { directory } } : { directory });
  onTestFinished(() => host.stop());
  expect(await (await fetch(`${host.origin}/api/f`)).text()).toBe('built');
});

test('without an app and without imports that register it says how to name one', async () => {
  await expect(startTestHost()).rejects.toThrow(
    /Nothing has been registered.*startTestHost\(\{ directory \}\)/,
  );
});
