import * as df from 'durable-functions';
import { describe, expect, test } from 'vitest';
import { type CrashPoint, eventType } from '../../../local/durable/index.ts';
import { runOrchestrator, startTestHost, type TestHost } from '../../../local/testing/index.ts';

type Context = df.OrchestrationContext;

function* threeSteps(context: Context) {
  const results: string[] = [];
  for (const n of [1, 2, 3]) results.push(yield context.df.callActivity('step', { n }));
  return results;
}

function* counts(context: Context) {
  let sum = 0;
  for (;;) {
    const amount = context.df.waitForExternalEvent('paid');
    const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 60_000));
    const winner: df.Task = yield context.df.Task.any([amount, timer]);
    if (winner === timer) return sum;
    timer.cancel();
    sum += Number(amount.result);
  }
}

describe('an activity in a test', () => {
  const run = (prepare: (host: TestHost) => void) =>
    runOrchestrator(threeSteps, { activities: { step: ({ n }: { n: number }) => `real ${n}` }, prepare });

  test('answers what it is told to, by number of the call', async () => {
    const { output, calls } = await run((host) => host.activity('step').returns('other', { call: 2 }));
    expect(output).toEqual(['real 1', 'other', 'real 3']);
    expect(calls.map(({ call, result }) => [call, result])).toEqual([
      [1, 'real 1'],
      [2, 'other'],
      [3, 'real 3'],
    ]);
  });

  test('fails when it is told to', async () => {
    const { status, output } = await run((host) => host.activity('step').fails('no space left', { call: 3 }));
    expect(status).toBe('Failed');
    expect(output).toContain('no space left');
  });

  test('answers later, on the virtual clock, when it is told to', async () => {
    const { elapsedMs, output } = await run((host) => host.activity('STEP').delays(90, { call: 1 }));
    expect({ elapsedMs, output }).toEqual({ elapsedMs: 90_000, output: ['real 1', 'real 2', 'real 3'] });
  });

  test('answers what it is told to in one instance, by number of its calls there', async () => {
    await using host = await startTestHost({
      app: {
        register: () => {
          df.app.orchestration('threeSteps', threeSteps);
          df.app.activity('step', { handler: ({ n }: { n: number }) => `real ${n}` });
        },
      },
    });
    host.activity('step').returns('other', { call: 2, instanceId: 'b' });
    for (const instanceId of ['a', 'b']) await host.start('threeSteps', { instanceId });
    expect((await host.waitFor('a')).output).toEqual(['real 1', 'real 2', 'real 3']);
    expect((await host.waitFor('b')).output).toEqual(['real 1', 'other', 'real 3']);
  });

  test('does the same at every call when no call is named', async () => {
    expect((await run((host) => host.activity('step').returns(0))).output).toEqual([0, 0, 0]);
  });
});

describe('an event in a test', () => {
  const events = [
    { at: 10, name: 'paid', data: 5 },
    { at: 20, name: 'paid', data: 7 },
  ];
  const sum = async (prepare: (host: TestHost) => void = () => {}) =>
    (await runOrchestrator(counts, { events, prepare })).output;

  test('arrives once, is lost once, or is repeated', async () => {
    expect(await sum()).toBe(12);
    expect(await sum((host) => host.loseEvent('paid'))).toBe(7);
    expect(await sum((host) => host.repeatEvent('paid'))).toBe(17);
    expect(await sum((host) => host.repeatEvent('paid', 3))).toBe(22);
  });

  test('is left alone when another instance is meant', async () => {
    expect(await sum((host) => host.loseEvent('paid', { instanceId: 'other' }))).toBe(12);
  });
});

describe('a crash', () => {
  /** Which runs of the step began, and how it ended. */
  const run = async (prepare: (host: TestHost) => void) => {
    const begun: number[] = [];
    let host: TestHost | undefined;
    const result = await runOrchestrator(threeSteps, {
      // The bench would else mind that what ran at the crash runs again at once.
      imitateAzure: { redelivery: true },
      activities: {
        step: ({ n }: { n: number }) => {
          begun.push(n);
          return `real ${n}`;
        },
      },
      prepare: (started) => {
        host = started;
        prepare(started);
      },
    });
    return { ...result, begun, crashes: host?.crashCount };
  };

  test.each<[CrashPoint, number, number[]]>([
    // Nothing of the turn was committed: the step before it runs again, as its result is lost too.
    ['afterHistoryAppend', 1, [1, 1, 2, 3]],
    // Committed, but the next step had not begun.
    ['beforeAcknowledging', 1, [1, 2, 3]],
    // The next step had begun, and its result was lost.
    ['betweenCommits', 1, [1, 2, 2, 3]],
  ])('%s of turn %s goes on from what was committed', async (point, turn, steps) => {
    const { output, begun, crashes, history } = await run((host) =>
      host.crashAt(point, { instanceId: 'run', turn }),
    );
    expect({ output, begun, crashes }).toEqual({
      output: ['real 1', 'real 2', 'real 3'],
      begun: steps,
      crashes: 1,
    });
    expect(history.filter((event) => event.EventType === eventType.taskScheduled)).toHaveLength(3);
  });

  test('at every point of every turn leaves the outcome as it is', async () => {
    for (const point of ['afterHistoryAppend', 'beforeAcknowledging', 'betweenCommits'] as const) {
      const { output, crashes } = await run((host) => host.crashAtEveryTurn(point));
      expect({ output, crashes }).toEqual({ output: ['real 1', 'real 2', 'real 3'], crashes: 4 });
    }
  });

  test('lets a step that is lost with its turn answer something else the second time', async () => {
    let answers = 0;
    const { output, calls } = await runOrchestrator(
      function* twoSteps(context) {
        const first: unknown = yield context.df.callActivity('first');
        return yield context.df.callActivity('second', first);
      },
      {
        activities: { first: () => ++answers, second: (input: number) => `second after ${input}` },
        prepare: (host) => host.crashAt('afterHistoryAppend', { turn: 1 }),
      },
    );
    expect(output).toBe('second after 2');
    expect(calls.map(({ name }) => name)).toEqual(['first', 'first', 'second']);
  });

  test('by hand runs again what was running, and its caller hears of it', async () => {
    const waiting: (() => void)[] = [];
    await using host = await startTestHost({
      strict: { allow: ['inFlightAtCrash'] },
      app: {
        register: () => {
          df.app.orchestration('threeSteps', threeSteps);
          df.app.activity('step', {
            handler: () =>
              waiting.length < 2 ? new Promise<void>((resolve) => waiting.push(resolve)) : undefined,
          });
        },
      },
    });
    await host.client.start('threeSteps', { instanceId: 'a' });
    while (waiting.length < 1) await new Promise(setImmediate);
    const lost = host.client.raiseEvent('a', 'anything', 1);
    lost.catch(() => {});
    await host.crash();
    await expect(lost).rejects.toThrow('The engine has crashed.');
    while (waiting.length < 2) await new Promise(setImmediate);
    expect(host.calls.map((one) => one.call)).toEqual([1, 2]);
    for (const step of waiting) step();
    expect(await host.waitFor('a')).toMatchObject({ runtimeStatus: 'Completed' });
  });
});
