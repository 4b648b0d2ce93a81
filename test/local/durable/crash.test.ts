import { join } from 'node:path';
import * as df from 'durable-functions';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { basicActivities, gatedActivity, later } from './support/basic-app.ts';
import { crashCopy, tempDirectory } from './support/crash.ts';
import { openEngine } from './support/open-engine.ts';
import { scheduled } from './support/scheduled.ts';

function longApp(slow = gatedActivity('Slow')): void {
  basicActivities();
  slow.register();
  df.app.orchestration('Long', function* (context) {
    const first: unknown = yield context.df.callActivity('Slow', { n: 1 });
    yield context.df.createTimer(later(context, 60_000));
    const event: unknown = yield context.df.waitForExternalEvent('Go');
    const child: unknown = yield context.df.callSubOrchestrator('Child', 'c', 'child');
    return [first, event, child];
  });
  df.app.orchestration('Child', function* (context) {
    return yield context.df.callActivity('Slow', context.df.getInput());
  });
  df.app.entity<number>('Counter', (context) => {
    if (context.df.operationName === 'add')
      context.df.setState((context.df.getState(() => 0) ?? 0) + (context.df.getInput<number>() ?? 0));
    context.df.return(context.df.getState(() => 0));
  });
}

test('goes on after a crash at every step, and runs again what was in flight', async () => {
  const clock = new VirtualClock();
  let file = join(tempDirectory(), 'engine.db');
  const crash = async (): Promise<{
    engine: Awaited<ReturnType<typeof openEngine>>;
    slow: ReturnType<typeof gatedActivity>;
  }> => {
    file = crashCopy(file);
    const slow = gatedActivity('Slow');
    return { engine: await openEngine(() => longApp(slow), { file, clock }), slow };
  };
  const first = gatedActivity('Slow');
  const engine = await openEngine(() => longApp(first), { file, clock });
  await engine.client.start('Long', { instanceId: 'l' });

  const started = await crash();
  await expect.poll(() => started.slow.calls.length).toBe(1);

  const running = await crash();
  await expect.poll(() => running.slow.calls.length).toBe(1);
  expect(running.slow.calls[0]?.input).toEqual({ n: 1 });
  running.slow.calls[0]?.resolve('one');
  await running.engine.whenIdle();

  const waiting = await crash();
  expect((await waiting.engine.settled('l')).runtimeStatus).toBe('Running');
  clock.advanceBy(59_999);
  await waiting.engine.whenIdle();

  const overdue = await crash();
  clock.advanceBy(10_000);
  await overdue.engine.whenIdle();
  await overdue.engine.client.raiseEvent('l', 'Go', 'event');
  await expect.poll(() => overdue.slow.calls.length).toBe(1);

  const inChild = await crash();
  await expect.poll(() => inChild.slow.calls.length).toBe(1);
  inChild.slow.calls[0]?.resolve('three');
  expect((await inChild.engine.settled('l')).output).toEqual(['one', 'event', 'three']);
  expect(scheduled(inChild.engine, 'l')).toBe('a0 t1 s2');

  const ended = await crash();
  expect((await ended.engine.settled('l')).runtimeStatus).toBe('Completed');
  expect(ended.slow.calls).toHaveLength(0);
});

test('keeps a raised event that no turn had taken when the process died', async () => {
  const file = join(tempDirectory(), 'engine.db');
  const slow = gatedActivity('Slow');
  const engine = await openEngine(() => longApp(slow), { file });
  await engine.client.start('Child', { instanceId: 'c' });
  await expect.poll(() => slow.calls.length).toBe(1);
  await engine.client.suspend('c', 'pause');
  await engine.client.raiseEvent('c', 'E', 1);
  slow.calls[0]?.resolve('kept');
  await engine.whenIdle();

  const again = gatedActivity('Slow');
  const reopened = await openEngine(() => longApp(again), { file: crashCopy(file) });
  expect((await reopened.settled('c')).runtimeStatus).toBe('Suspended');
  await reopened.client.resume('c');
  expect((await reopened.settled('c')).output).toBe('kept');
  expect(again.calls).toHaveLength(0);
});

test('keeps the results that come while it stops, and nothing runs twice', async () => {
  const file = join(tempDirectory(), 'engine.db');
  const slow = gatedActivity('Slow');
  const engine = await openEngine(() => longApp(slow), { file });
  await engine.client.start('Child', { instanceId: 'c' });
  await expect.poll(() => slow.calls.length).toBe(1);
  const stopped = engine.stop();
  slow.calls[0]?.resolve('late');
  await stopped;

  const again = gatedActivity('Slow');
  const reopened = await openEngine(() => longApp(again), { file });
  expect((await reopened.settled('c')).output).toBe('late');
  expect(again.calls).toHaveLength(0);
});

test('keeps the state and the mailbox of an entity', async () => {
  const file = join(tempDirectory(), 'engine.db');
  const engine = await openEngine(longApp, { file });
  await engine.client.signalEntity({ name: 'Counter', key: 'k' }, 'add', 3);
  await engine.whenIdle();
  await engine.client.signalEntity({ name: 'counter', key: 'k' }, 'add', 4);
  const copy = crashCopy(file);
  const reopened = await openEngine(longApp, { file: copy });
  await reopened.whenIdle();
  expect(reopened.client.readEntityState({ name: 'Counter', key: 'k' })).toEqual({ state: 7 });
});

test('refuses a file that another engine has open', async () => {
  const file = join(tempDirectory(), 'engine.db');
  await openEngine(longApp, { file });
  await expect(openEngine(longApp, { file })).rejects.toThrow(/is in use/);
});

test('knows the time of the last turn that changed nothing but the time, in a list and after a crash', async () => {
  const clock = new VirtualClock(Date.parse('2026-01-01T00:00:00Z'));
  const file = join(tempDirectory(), 'engine.db');
  const register = (): void => {
    df.app.orchestration('Waits', function* (context) {
      yield context.df.waitForExternalEvent('One');
      yield context.df.waitForExternalEvent('Two');
    });
  };
  const engine = await openEngine(register, { file, clock });
  await engine.run('Waits', undefined, 'w');
  clock.advanceBy(5_000);
  await engine.client.raiseEvent('w', 'One', 1);
  const { lastUpdatedTime } = await engine.settled('w');
  expect(lastUpdatedTime).toBe('2026-01-01T00:00:05Z');
  expect(engine.client.list().instances[0]?.lastUpdatedTime).toBe(lastUpdatedTime);

  clock.advanceBy(60_000);
  const after = await openEngine(register, { file: crashCopy(file), clock });
  expect((await after.settled('w')).lastUpdatedTime).toBe(lastUpdatedTime);
  expect(after.client.list().instances[0]?.lastUpdatedTime).toBe(lastUpdatedTime);
});
