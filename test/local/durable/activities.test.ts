import * as df from 'durable-functions';
import { expect, test } from 'vitest';
import { basicActivities } from './support/basic-app.ts';
import { openEngine } from './support/open-engine.ts';
import { scheduled, turns } from './support/scheduled.ts';

test('runs activities one after the other and gives each its own value', async () => {
  const engine = await openEngine(() => {
    basicActivities();
    df.app.orchestration('Chain', function* (context) {
      const results: unknown[] = [];
      for (const value of ['a', { o: 1 }, [1], 5, null])
        results.push(yield context.df.callActivity('Echo', value));
      results.push((yield context.df.callActivity('Void')) === null);
      return results;
    });
  });
  const status = await engine.run('Chain', undefined, 'chain');
  expect(status).toMatchObject({
    name: 'Chain',
    runtimeStatus: 'Completed',
    output: ['a', { o: 1 }, [1], 5, null, true],
  });
  expect(scheduled(engine, 'chain')).toBe('a0 a1 a2 a3 a4 a5');
});

test('writes numbers that JSON does not have as texts, as .NET does', async () => {
  const engine = await openEngine(() => {
    df.app.activity('Odd', { handler: (sign: number) => (sign === 0 ? Number.NaN : sign / 0) });
    df.app.orchestration('Numbers', function* (context) {
      const results: unknown[] = [];
      for (const sign of [0, 1, -1]) results.push(yield context.df.callActivity('Odd', sign));
      return results;
    });
  });
  expect((await engine.run('Numbers')).output).toEqual(['NaN', 'Infinity', '-Infinity']);
});

test('gives activities the texts and values that the extension gives them', async () => {
  const seen: unknown[] = [];
  const engine = await openEngine(() => {
    df.app.activity('See', {
      handler: (input: unknown) => {
        seen.push(input);
      },
    });
    df.app.orchestration('Values', function* (context) {
      for (const value of ['5', '{"a":1}', '', 1.5, true, false, undefined])
        yield context.df.callActivity('See', value);
    });
  });
  await engine.run('Values');
  expect(seen).toEqual(['5', '{"a":1}', '', 1.5, 'True', 'False', undefined]);
  expect(engine.traps('booleanInput')).toHaveLength(2);
});

test('returns text as text, bytes as base64 and nothing as null', async () => {
  const engine = await openEngine(() => {
    df.app.activity('Text', { handler: () => '{"looks":"like json"}' });
    df.app.activity('Bytes', { handler: () => Buffer.from('bytes!') });
    df.app.activity('Nothing', { handler: () => undefined });
    df.app.orchestration('Results', function* (context) {
      const results: unknown[] = [];
      for (const name of ['Text', 'Bytes', 'Nothing']) results.push(yield context.df.callActivity(name));
      return results;
    });
  });
  const status = await engine.run('Results');
  expect(status.output).toEqual(['{"looks":"like json"}', 'Ynl0ZXMh', null]);
});

test('fans out and in, and takes results that come together in one turn', async () => {
  const engine = await openEngine(() => {
    basicActivities();
    df.app.orchestration('FanOut', function* (context) {
      const tasks = Array.from({ length: 50 }, (_, n) => context.df.callActivity('Echo', n));
      const all: number[] = yield context.df.Task.all(tasks);
      return all.reduce((sum, n) => sum + n, 0);
    });
  });
  const status = await engine.run('FanOut', undefined, 'fan');
  expect(status.output).toBe(1225);
  expect(turns(engine, 'fan')).toBeLessThan(25);
});

test('runs no more activities at once than the settings allow', async () => {
  let running = 0;
  let most = 0;
  const engine = await openEngine(
    () => {
      df.app.activity('Count', {
        handler: async () => {
          most = Math.max(most, ++running);
          await new Promise((resolve) => setImmediate(resolve));
          running--;
        },
      });
      df.app.orchestration('Many', function* (context) {
        yield context.df.Task.all(Array.from({ length: 20 }, () => context.df.callActivity('Count')));
      });
    },
    { settings: { maxConcurrentActivityFunctions: 3 } },
  );
  expect((await engine.run('Many')).runtimeStatus).toBe('Completed');
  expect(most).toBe(3);
});

test('fails the orchestration with the extension’s text when nobody catches an activity’s error', async () => {
  const engine = await openEngine(() => {
    basicActivities();
    df.app.orchestration('Fails', function* (context) {
      yield context.df.callActivity('Fail', 'boom');
    });
  });
  const status = await engine.run('Fails');
  expect(status.runtimeStatus).toBe('Failed');
  expect(status.output).toMatch(
    /^Orchestrator function 'Fails' failed: Activity function 'Fail' failed: boom \n \{"\$type":"System\.Exception/,
  );
  expect(status.historyEvents?.[1]).toMatchObject({
    EventType: 'TaskFailed',
    Reason: "Activity function 'Fail' failed: boom",
    FailureDetails: null,
    FunctionName: 'Fail',
  });
});

test('lets the code catch an activity’s error and go on', async () => {
  const engine = await openEngine(() => {
    basicActivities();
    df.app.orchestration('Catches', function* (context) {
      try {
        yield context.df.callActivity('Fail', 'boom');
      } catch (error) {
        const after: unknown = yield context.df.callActivity('Echo', 'after');
        return [(error as Error).message.split(' \n ')[0], after];
      }
    });
  });
  expect((await engine.run('Catches')).output).toEqual(["Activity function 'Fail' failed: boom", 'after']);
});

test('finds functions whatever the case of their names and keeps the caller’s spelling', async () => {
  const engine = await openEngine(() => {
    basicActivities();
    df.app.orchestration('Case', function* (context) {
      return yield context.df.callActivity('eCHO', 1);
    });
  });
  const status = await engine.run('cASE');
  expect(status).toMatchObject({ name: 'cASE', output: 1 });
  expect(status.historyEvents?.[1]).toMatchObject({ FunctionName: 'eCHO' });
});

test('replays: the code sees isReplaying only for what it has done before', async () => {
  const engine = await openEngine(() => {
    basicActivities();
    df.app.orchestration('Replays', function* (context) {
      const seen = [context.df.isReplaying];
      yield context.df.callActivity('Echo', 1);
      seen.push(context.df.isReplaying);
      yield context.df.callActivity('Echo', 2);
      seen.push(context.df.isReplaying);
      return seen;
    });
  });
  expect((await engine.run('Replays')).output).toEqual([true, true, false]);
});

test('stores inputs in the history only when asked to', async () => {
  const register = (): void => {
    basicActivities();
    df.app.orchestration('Stores', function* (context) {
      yield context.df.callActivity('Echo', 'Tokyo');
    });
  };
  const plain = await (await openEngine(register)).run('Stores');
  expect(plain.historyEvents?.[1]).toMatchObject({ Input: null });
  const settings = { storeInputsInOrchestrationHistory: true };
  const stored = await (await openEngine(register, { settings })).run('Stores');
  expect(stored.historyEvents?.[1]).toMatchObject({ Input: JSON.stringify(['"Tokyo"']) });
});
