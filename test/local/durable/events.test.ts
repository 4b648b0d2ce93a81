import * as df from 'durable-functions';
import { expect, test } from 'vitest';
import { basicActivities, gatedActivity } from './support/basic-app.ts';
import { openEngine } from './support/open-engine.ts';
import { scheduled } from './support/scheduled.ts';

function eventApp(slow = gatedActivity('Slow')): void {
  basicActivities();
  slow.register();
  df.app.orchestration('WaitEvent', function* (context) {
    const value: unknown = yield context.df.waitForExternalEvent('E');
    return value === undefined ? 'UNDEFINED' : value;
  });
  df.app.orchestration('Buffered', function* (context) {
    yield context.df.callActivity('Slow', 1);
    const first: unknown = yield context.df.waitForExternalEvent('E');
    return [first, yield context.df.waitForExternalEvent('E')];
  });
  df.app.orchestration('TwoWaits', function* (context) {
    const a = context.df.waitForExternalEvent('E');
    const b = context.df.waitForExternalEvent('E');
    yield context.df.Task.all([a, b]);
    return { a: a.result, b: b.result };
  });
  df.app.orchestration('Dangling', function* (context) {
    const wait = context.df.waitForExternalEvent('Never');
    yield context.df.Task.any([wait, context.df.callActivity('Echo', 1)]);
    return 'done';
  });
  df.app.orchestration('FailsWhileWaiting', function* (context) {
    yield context.df.Task.all([
      context.df.callActivity('Fail', 'boom'),
      context.df.waitForExternalEvent('E'),
    ]);
  });
}

test('keeps events until they are awaited, in their order', async () => {
  const slow = gatedActivity('Slow');
  const engine = await openEngine(() => eventApp(slow));
  await engine.client.start('Buffered', { instanceId: 'b' });
  await expect.poll(() => slow.calls.length).toBe(1);
  await engine.client.raiseEvent('b', 'E', 'one');
  await engine.client.raiseEvent('b', 'E', 'two');
  slow.calls[0]?.resolve(0);
  expect((await engine.settled('b')).output).toEqual(['one', 'two']);
  expect(scheduled(engine, 'b')).toBe('a0');
});

test('takes an event that was raised before the first turn', async () => {
  const engine = await openEngine(eventApp);
  const start = engine.client.start('WaitEvent', { instanceId: 'w' });
  expect(await engine.client.raiseEvent('w', 'E', { a: 1 })).toEqual({ kind: 'accepted' });
  await start;
  expect((await engine.settled('w')).output).toEqual({ a: 1 });
});

test('serves the youngest of several waits first', async () => {
  const engine = await openEngine(eventApp);
  await engine.run('TwoWaits', undefined, 't');
  await engine.client.raiseEvent('t', 'E', 1);
  await engine.client.raiseEvent('t', 'E', 2);
  expect((await engine.settled('t')).output).toEqual({ a: 2, b: 1 });
});

test('matches the names of events by case', async () => {
  const engine = await openEngine(eventApp);
  await engine.run('WaitEvent', undefined, 'w');
  await engine.client.raiseEvent('w', 'e', 1);
  expect((await engine.settled('w')).runtimeStatus).toBe('Running');
  await engine.client.raiseEvent('w', 'E', 2);
  expect((await engine.settled('w')).output).toBe(2);
});

test('completes with a wait still open', async () => {
  const engine = await openEngine(eventApp);
  expect((await engine.run('Dangling')).output).toBe('done');
});

test('shows a failed Task.all only when its event has come too, as on Azure', async () => {
  const engine = await openEngine(eventApp);
  expect((await engine.run('FailsWhileWaiting', undefined, 'f')).runtimeStatus).toBe('Running');
  expect(engine.traps('openTasks')).toHaveLength(1);
  await engine.client.raiseEvent('f', 'E', 1);
  expect((await engine.settled('f')).runtimeStatus).toBe('Failed');
});

test('refuses events for instances that are missing or have ended', async () => {
  const engine = await openEngine(eventApp);
  await engine.run('Dangling', undefined, 'd');
  expect(await engine.client.raiseEvent('d', 'E', 1)).toEqual({ kind: 'ended', status: 'Completed' });
  expect(await engine.client.raiseEvent('nobody', 'E', 1)).toEqual({ kind: 'missing' });
});
