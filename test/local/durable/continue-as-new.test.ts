import * as df from 'durable-functions';
import { expect, test } from 'vitest';
import { basicActivities, gatedActivity, later } from './support/basic-app.ts';
import { openEngine } from './support/open-engine.ts';
import { scheduled } from './support/scheduled.ts';

function loopApp(slow = gatedActivity('Slow')): void {
  basicActivities();
  slow.register();
  df.app.orchestration('Loop', function* (context) {
    const n = context.df.getInput<number>();
    context.df.setCustomStatus({ n });
    yield context.df.callActivity('Echo', n);
    if (n < 3) {
      context.df.continueAsNew(n + 1);
      return 'ignored';
    }
    return `looped ${n}`;
  });
  df.app.orchestration('ParentOfLoop', function* (context) {
    return yield context.df.callSubOrchestrator('Loop', 1);
  });
  df.app.orchestration('LoopText', function* (context) {
    const input = context.df.getInput<string>();
    if (input.length > 2) return input;
    context.df.continueAsNew('ab');
  });
  df.app.orchestration('LoopEvents', function* (context) {
    const seen = context.df.getInput<number[]>();
    const value: number = yield context.df.waitForExternalEvent('E');
    if (seen.length === 2) return [...seen, value];
    context.df.continueAsNew([...seen, value]);
  });
  df.app.orchestration('LoopAfterSlow', function* (context) {
    if (context.df.getInput<number>() === 0) {
      yield context.df.callActivity('Slow', 1);
      context.df.continueAsNew(1);
      return;
    }
    const timer = context.df.createTimer(later(context, 1000));
    const event = context.df.waitForExternalEvent('E');
    const winner = yield context.df.Task.any([event, timer]);
    if (winner === event) timer.cancel();
    return winner === event ? event.result : 'lost';
  });
  df.app.orchestration('Monitor', function* (context) {
    const { n, to, works } = context.df.getInput<{ n: number; to: number; works?: boolean }>();
    const timer = context.df.createTimer(later(context, 60_000));
    const event = context.df.waitForExternalEvent('E');
    const winner = yield context.df.Task.any([event, timer]);
    if (winner === event) timer.cancel();
    if (works) yield context.df.callActivity('Echo', n);
    if (n < to) context.df.continueAsNew({ n: n + 1, to, works });
    return n;
  });
  df.app.orchestration('LoopOpenTimer', function* (context) {
    if (context.df.getInput<number>() === 1) return 'second';
    const timer = context.df.createTimer(later(context, 4000));
    yield context.df.Task.any([timer, context.df.callActivity('Echo', 1)]);
    context.df.continueAsNew(1);
  });
}

test('starts over with the new input, a fresh history and the same id', async () => {
  const engine = await openEngine(loopApp);
  const status = await engine.run('Loop', 1, 'l');
  expect(status).toMatchObject({ output: 'looped 3', input: 3, customStatus: { n: 3 } });
  expect(scheduled(engine, 'l')).toBe('a0');
  expect(status.historyEvents).toHaveLength(3);
});

test('answers the parent at the end of the last execution', async () => {
  const engine = await openEngine(loopApp);
  expect((await engine.run('ParentOfLoop')).output).toBe('looped 3');
});

test('hands a text on with quotes, as Azure does, and says so', async () => {
  const engine = await openEngine(loopApp);
  expect((await engine.run('LoopText', 'ab')).output).toBe('"ab"');
  expect(engine.traps('stringContinued')).toHaveLength(1);
});

test('carries events over that come after the one that made it continue', async () => {
  const engine = await openEngine(loopApp);
  const start = engine.client.start('LoopEvents', { instanceId: 'l', input: [] });
  await Promise.all([start, ...[1, 2, 3].map((n) => engine.client.raiseEvent('l', 'E', n))]);
  expect((await engine.settled('l')).output).toEqual([1, 2, 3]);
});

test('loses events that came before and were never awaited, as Azure does, and says so', async () => {
  const slow = gatedActivity('Slow');
  const engine = await openEngine(() => loopApp(slow));
  await engine.client.start('LoopAfterSlow', { instanceId: 'l', input: 0 });
  await expect.poll(() => slow.calls.length).toBe(1);
  await engine.client.raiseEvent('l', 'E', 1);
  await expect.poll(() => engine.history('l')?.some((event) => event.EventType === 15)).toBe(true);
  slow.calls[0]?.resolve(0);
  await engine.pass(1000);
  expect((await engine.settled('l')).output).toBe('lost');
  expect(engine.traps('eventsLost')).toEqual([expect.stringContaining("1 event(s) 'E'")]);
});

test('waits for an open timer before it continues', async () => {
  const engine = await openEngine(loopApp);
  await engine.run('LoopOpenTimer', 0, 'l');
  await engine.pass(3999);
  expect((await engine.settled('l')).runtimeStatus).toBe('Running');
  await engine.pass(1);
  expect((await engine.settled('l')).output).toBe('second');
});

test('drives all executions of a monitor with one event, as Azure does, and says so once', async () => {
  const engine = await openEngine(loopApp);
  await engine.run('Monitor', { n: 1, to: 50 }, 'm');
  await engine.client.raiseEvent('m', 'E', 1);
  expect((await engine.settled('m')).output).toBe(50);
  expect(engine.traps('eventAgain')).toEqual([expect.stringContaining("the event 'E' had won")]);
});

test.each([
  ['an activity comes between the race and the end', { n: 1, to: 2, works: true }, 0],
  ['the timer wins', { n: 1, to: 2 }, 60_000],
])('starts a monitor over without the event when %s', async (_when, input, passesMs) => {
  const engine = await openEngine(loopApp);
  await engine.run('Monitor', input, 'm');
  await engine.pass(passesMs);
  if (passesMs === 0) await engine.client.raiseEvent('m', 'E', 1);
  expect(await engine.settled('m')).toMatchObject({ runtimeStatus: 'Running', input: { n: 2 } });
  expect(engine.traps('eventAgain')).toEqual([]);
});

test('takes no event for one that comes again that has only come later than what won', async () => {
  const engine = await openEngine(loopApp);
  const started = engine.client.start('LoopEvents', { instanceId: 'l', input: [] });
  await Promise.all([started, ...[1, 2, 3].map((n) => engine.client.raiseEvent('l', 'E', n))]);
  await engine.settled('l');
  expect(engine.traps('eventAgain')).toEqual([]);
});
