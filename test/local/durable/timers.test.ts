import * as df from 'durable-functions';
import { expect, test } from 'vitest';
import { basicActivities, later } from './support/basic-app.ts';
import { openEngine } from './support/open-engine.ts';
import { scheduled } from './support/scheduled.ts';

const day = 86_400_000;
const longTimers = { timerLimits: { maximumMs: 100, intervalMs: 60 } };

function timerApp(): void {
  basicActivities();
  df.app.orchestration('Timer', function* (context) {
    const before = context.df.currentUtcDateTime.getTime();
    yield context.df.createTimer(later(context, context.df.getInput<number>()));
    const took = context.df.currentUtcDateTime.getTime() - before;
    return [took, yield context.df.callActivity('Echo', 'z')];
  });
  df.app.orchestration('AnyEvent', function* (context) {
    const { ms, cancel } = context.df.getInput<{ ms: number; cancel: boolean }>();
    const timer = context.df.createTimer(later(context, ms));
    const event = context.df.waitForExternalEvent('Go');
    const winner = yield context.df.Task.any([event, timer]);
    if (winner === timer) return 'timeout';
    if (cancel) timer.cancel();
    return [event.result, yield context.df.callActivity('Echo', 'post')];
  });
}

test('fires when its time has come and not a millisecond before', async () => {
  const engine = await openEngine(timerApp);
  await engine.run('Timer', 1400, 't');
  await engine.pass(1399);
  expect((await engine.settled('t')).runtimeStatus).toBe('Running');
  await engine.pass(1);
  expect((await engine.settled('t')).output).toEqual([1400, 'z']);
});

test('fires one of the past at once, in a turn of its own', async () => {
  const engine = await openEngine(timerApp);
  const status = await engine.run('Timer', -60_000, 't');
  expect(status.output).toEqual([0, 'z']);
  expect(engine.clock.nextDueMs).toBeUndefined();
});

test('makes a long timer of shorter ones, and both sides count them alike', async () => {
  const engine = await openEngine(timerApp, { settings: longTimers });
  await engine.run('Timer', 250, 't');
  await engine.pass(250);
  expect((await engine.settled('t')).output).toEqual([250, 'z']);
  expect(scheduled(engine, 't')).toBe('t0 t1 t2 t3 t4 a5');
});

test('waits for ten days by parts of three', async () => {
  const engine = await openEngine(timerApp);
  const status = await engine.run('Timer', 10 * day, 't');
  const first = engine.clock.now() + 3 * day;
  expect(status.historyEvents?.[1]).toMatchObject({
    EventType: 'TimerCreated',
    FireAt: new Date(first).toISOString().replace('.000Z', 'Z'),
  });
  await engine.pass(10 * day - 1);
  expect((await engine.settled('t')).runtimeStatus).toBe('Running');
  await engine.pass(1);
  expect((await engine.settled('t')).output).toEqual([10 * day, 'z']);
});

test('lets an event win the race and forgets the cancelled timer', async () => {
  const engine = await openEngine(timerApp);
  await engine.run('AnyEvent', { ms: 60_000, cancel: true }, 'e');
  await engine.client.raiseEvent('e', 'Go', { v: 9 });
  expect(await engine.settled('e')).toMatchObject({ runtimeStatus: 'Completed', output: [{ v: 9 }, 'post'] });
  expect(scheduled(engine, 'e')).toBe('t0 a1');
  expect(engine.clock.nextDueMs).toBeUndefined();
});

test('lets the timer win the race', async () => {
  const engine = await openEngine(timerApp);
  await engine.run('AnyEvent', { ms: 1000, cancel: true }, 'e');
  await engine.pass(1000);
  expect((await engine.settled('e')).output).toBe('timeout');
  expect(scheduled(engine, 'e')).toBe('t0');
});

test('keeps an instance Running until a timer that nobody cancelled has fired, and says which', async () => {
  const engine = await openEngine(timerApp);
  await engine.run('AnyEvent', { ms: 60_000, cancel: false }, 'e');
  await engine.client.raiseEvent('e', 'Go', 1);
  expect((await engine.settled('e')).runtimeStatus).toBe('Running');
  expect(engine.traps('openTasks')).toEqual([
    expect.stringContaining('timer due 2026-01-01T00:01:00.000Z (#0)'),
  ]);
  await engine.pass(60_000);
  expect(await engine.settled('e')).toMatchObject({ runtimeStatus: 'Completed', output: [1, 'post'] });
});

test('survives the cancelling of a long timer after its first part, unlike Azure, and says so', async () => {
  const engine = await openEngine(timerApp, { settings: longTimers });
  await engine.run('AnyEvent', { ms: 250, cancel: true }, 'e');
  await engine.pass(130);
  await engine.client.raiseEvent('e', 'Go', 1);
  expect(await engine.settled('e')).toMatchObject({ runtimeStatus: 'Completed', output: [1, 'post'] });
  expect(scheduled(engine, 'e')).toBe('t0 t1 t2 a3');
  expect(engine.traps('longTimerCancelled')).toHaveLength(1);
});

test('cancels a long timer within its first part', async () => {
  const engine = await openEngine(timerApp, { settings: longTimers });
  await engine.run('AnyEvent', { ms: 250, cancel: true }, 'e');
  await engine.client.raiseEvent('e', 'Go', 1);
  expect((await engine.settled('e')).output).toEqual([1, 'post']);
  expect(engine.traps('longTimerCancelled')).toEqual([]);
});
