import * as df from 'durable-functions';
import { expect, test } from 'vitest';
import { basicActivities, later } from './support/basic-app.ts';
import { openEngine } from './support/open-engine.ts';
import { scheduled } from './support/scheduled.ts';

function trapApp(): void {
  basicActivities();
  df.app.entity('Counter', () => {});
  const calls: Record<string, (context: df.OrchestrationContext) => df.Task> = {
    UnknownActivity: (context) => context.df.callActivity('DoesNotExist', 1),
    UnknownChild: (context) => context.df.callSubOrchestrator('DoesNotExist', 1),
    UnknownEntity: (context) => context.df.callEntity(new df.EntityId('DoesNotExist', 'k'), 'get'),
    UnknownWithRetry: (context) =>
      context.df.callActivityWithRetry('DoesNotExist', new df.RetryOptions(300, 2)),
  };
  for (const [name, call] of Object.entries(calls)) {
    df.app.orchestration(name, function* (context) {
      try {
        return yield call(context);
      } catch {
        return 'caught';
      }
    });
  }
  df.app.orchestration('UnknownThenTimer', function* (context) {
    const timer = context.df.createTimer(later(context, 1500));
    const winner = yield context.df.Task.any([timer, context.df.callActivity('DoesNotExist')]);
    return winner === timer ? 'timer' : 'activity';
  });
  df.app.orchestration('Many', function* (context) {
    for (let n = 0; n < 10; n++) yield context.df.callActivity('Echo', n);
  });
  df.app.orchestration('ThrowsText', function* () {
    throw 'a string';
  });
  df.app.orchestration('ThrowsUndefined', function* () {
    throw undefined;
  });
  df.app.orchestration('StatusTooBig', function* (context) {
    context.df.setCustomStatus('x'.repeat(20_000));
    yield context.df.callActivity('Echo', 1);
  });
  df.app.orchestration('SameTimerAgain', function* (context) {
    const timer = context.df.createTimer(later(context, 60_000));
    yield context.df.Task.any([timer, context.df.waitForExternalEvent('A')]);
    yield context.df.Task.any([timer, context.df.waitForExternalEvent('B')]);
    timer.cancel();
    return 'both';
  });
  df.app.orchestration('Misrouted', function* (context) {
    try {
      yield context.df.Task.all([
        context.df.callActivity('Fail', 'boom'),
        context.df.callActivityWithRetry('Flaky', new df.RetryOptions(2000, 3), {
          key: context.df.instanceId,
          ok: 2,
        }),
      ]);
    } catch {
      const after: unknown = yield context.df.callActivity('Echo', 'after');
      return after === undefined ? 'UNDEFINED' : after;
    }
  });
}

test.each(['UnknownActivity', 'UnknownChild', 'UnknownEntity', 'UnknownWithRetry'])(
  'leaves %s Running for ever with nothing in its history, as Azure does, and says so',
  async (name) => {
    const engine = await openEngine(trapApp);
    const status = await engine.run(name);
    expect(status.runtimeStatus).toBe('Running');
    expect(status.historyEvents).toHaveLength(1);
    expect(engine.traps('unknownFunction')).toEqual([
      expect.stringMatching(/'doesnotexist', which is not registered/i),
    ]);
  },
);

test('goes on from a race against an unknown activity, as Azure does', async () => {
  const engine = await openEngine(trapApp);
  await engine.run('UnknownThenTimer', undefined, 'u');
  await engine.pass(1500);
  expect((await engine.settled('u')).output).toBe('timer');
});

test('stays Running for ever at maxOrchestrationActions, as on Azure, and says so', async () => {
  const engine = await openEngine(trapApp, { settings: { maxOrchestrationActions: 5 } });
  expect((await engine.run('Many')).runtimeStatus).toBe('Running');
  expect(engine.traps('tooManyActions')).toHaveLength(1);
});

test('fails an instance that throws a text with the raw text of the protocol, as Azure does', async () => {
  const engine = await openEngine(trapApp);
  expect((await engine.run('ThrowsText')).output).toBe(
    `Orchestrator function 'ThrowsText' failed: One or more errors occurred. (Result: Failure\nException: false\n\n$OutOfProcData$:{"isDone":false,"actions":[[]],"schemaVersion":3}\nStack: )`,
  );
  expect(engine.traps('notAnError')).toHaveLength(1);
});

test('leaves an instance that throws undefined Running for ever, as Azure does, and says so', async () => {
  const engine = await openEngine(trapApp);
  expect((await engine.run('ThrowsUndefined')).runtimeStatus).toBe('Running');
  expect(engine.traps('nothingThrown')).toHaveLength(1);
});

test('fails an instance whose custom status is over 16 KB, before anything is scheduled', async () => {
  const engine = await openEngine(trapApp);
  const status = await engine.run('StatusTooBig');
  expect(status).toMatchObject({
    runtimeStatus: 'Failed',
    customStatus: null,
    output:
      "Orchestrator function 'StatusTooBig' failed: The UTF-16 size of the JSON-serialized payload must not exceed 16 KB. The current payload size is 39 KB.",
  });
  expect(status.historyEvents).toHaveLength(2);
});

test('loses the result after a failed Task.all with a retry in it, as Azure does', async () => {
  const engine = await openEngine(trapApp);
  await engine.run('Misrouted', undefined, 'm');
  await engine.pass(60_000);
  expect((await engine.settled('m')).output).toBe('UNDEFINED');
  expect(engine.traps('misroutedIds')).toHaveLength(1);
});

test('fails an unknown orchestrator at its first turn, naming those that are known', async () => {
  const engine = await openEngine(trapApp);
  const status = await engine.run('Nobody');
  expect(status.runtimeStatus).toBe('Failed');
  expect(status.output).toMatch(
    /^Orchestrator function 'Nobody' failed: The function 'Nobody' doesn't exist, is disabled, or is not an orchestrator function\. Additional info: The following are the known orchestrator functions: .*'Many'/,
  );
});

test('finds out that the code has changed under an instance, in the extension’s words', async () => {
  let name = 'Echo';
  const engine = await openEngine(() => {
    basicActivities();
    df.app.orchestration('Changed', function* (context) {
      const called = name;
      name = 'Void';
      yield context.df.callActivity(called, 1);
    });
  });
  const status = await engine.run('Changed');
  expect(status).toMatchObject({
    runtimeStatus: 'Failed',
    output:
      "Non-Deterministic workflow detected: A previous execution of this orchestration scheduled an activity task with sequence number 0 named 'Echo', but the current orchestration replay instead scheduled an activity task named 'Void' with this sequence number.  Was a change made to the orchestrator code after this instance had already started running?",
  });
  expect(status.historyEvents).not.toHaveLength(0);
});

test('makes a timer anew that is awaited a second time, as Azure does, and says so', async () => {
  const engine = await openEngine(trapApp);
  await engine.run('SameTimerAgain', undefined, 's');
  await engine.client.raiseEvent('s', 'A', 1);
  await engine.client.raiseEvent('s', 'B', 2);
  expect(await engine.settled('s')).toMatchObject({ runtimeStatus: 'Completed', output: 'both' });
  expect(scheduled(engine, 's')).toBe('t0 t1');
  expect(engine.traps('timerAgain')).toHaveLength(1);
});
