/** The switches that bring back what the engine spares its users: each as the real extension does it. */
import * as df from 'durable-functions';
import { describe, expect, test } from 'vitest';
import { type Orchestrator, runOrchestrator, startTestHost } from '../../../local/testing/index.ts';

type Context = df.OrchestrationContext;

const later = (context: Context, ms: number): Date => new Date(context.df.currentUtcDateTime.getTime() + ms);

describe('early timers', () => {
  const imitateAzure = { earlyTimers: true };

  test.each([
    [400, 20],
    [1_000, 20],
    [1_400, 1_000],
    [2_600, 2_000],
    [60_000, 59_000],
    [-5_000, 0],
  ])('a timer of %i ms takes about %i', async (asked, takes) => {
    const run = await runOrchestrator(
      function* (context: Context) {
        const due = later(context, asked);
        yield context.df.createTimer(due);
        return context.df.currentUtcDateTime < due;
      },
      { imitateAzure },
    );
    expect(run).toMatchObject({ elapsedMs: takes, output: asked > 0 });
  });

  const untilNow: Orchestrator = function* untilNow(context) {
    const deadline = later(context, 90_000);
    while (context.df.currentUtcDateTime < deadline) yield context.df.createTimer(deadline);
    return 'expired';
  };

  test('show the loop that waits until the clock says so', async () => {
    expect(await runOrchestrator(untilNow)).toMatchObject({ output: 'expired', elapsedMs: 90_000 });
    await expect(runOrchestrator(untilNow, { imitateAzure })).rejects.toMatchObject({
      trap: 'timerTrusted',
      message: expect.stringMatching(/spins on new ones.* take a timer's firing for the deadline/),
      positions: [expect.stringMatching(/^test\/local\/testing\/imitate-azure\.test\.ts:\d+$/)],
    });
  });

  test('make that loop spin until the time has come, as on Azure', async () => {
    const run = await runOrchestrator(untilNow, { imitateAzure, strict: { allow: ['timerTrusted'] } });
    expect(run).toMatchObject({ output: 'expired', elapsedMs: 90_000 });
    const timers = run.history.filter((event) => 'FireAt' in event && event.EventId >= 0);
    expect(timers.length).toBeGreaterThan(20);
  });

  test('a long timer ends on time after a row of short ones', async () => {
    const run = await runOrchestrator(
      function* (context: Context) {
        yield context.df.createTimer(later(context, 10_000));
        return (yield context.df.callActivity('echo', 'after')) as string;
      },
      {
        imitateAzure,
        activities: { echo: (text: string) => text },
        settings: { timerLimits: { maximumMs: 6_000, intervalMs: 3_000 } },
      },
    );
    expect(run).toMatchObject({ output: 'after', elapsedMs: 10_000 });
  });
});

describe('redelivery', () => {
  test('lets an activity that ran at the crash run again five minutes after its call', async () => {
    let gate: () => void = () => {};
    let calls = 0;
    await using host = await startTestHost({
      imitateAzure: { redelivery: true },
      app: {
        register() {
          df.app.orchestration('work', function* (context) {
            yield context.df.callActivity('quick', {});
            return yield context.df.callActivity('slow', {});
          });
          df.app.activity('quick', { handler: () => 1 });
          df.app.activity('slow', {
            handler: () => (++calls === 1 ? new Promise<void>((resolve) => (gate = resolve)) : 'done'),
          });
        },
      },
    });
    await host.client.start('work', { instanceId: 'w' });
    while (calls === 0) await new Promise((resolve) => setImmediate(resolve));
    await host.crash();
    await host.advance(299_000);
    expect(host.client.status('w')?.runtimeStatus).toBe('Running');
    expect((await host.waitFor('w')).output).toBe('done');
    expect(host.elapsedMs).toBe(300_000);
    expect(calls).toBe(2);
    gate();
  });

  test('takes up at once what had not begun', async () => {
    const run = await runOrchestrator(
      function* (context: Context) {
        return (yield context.df.callActivity('quick', {})) as string;
      },
      {
        imitateAzure: { redelivery: true },
        activities: { quick: 'done' },
        prepare: (host) => host.crashAt('beforeAcknowledging', { turn: 0 }),
      },
    );
    expect(run).toMatchObject({ output: 'done', elapsedMs: 0 });
  });
});

describe('a random order', () => {
  const fanOut: Orchestrator = function* (context) {
    const tasks = [0, 1, 2, 3, 4].map((n) => context.df.callActivity('echo', { n }));
    return (yield context.df.Task.all(tasks)) as number[];
  };
  const options = { activities: { echo: ({ n }: { n: number }) => n } };
  const run = (randomOrder: number) => runOrchestrator(fanOut, { ...options, imitateAzure: { randomOrder } });
  const ordersOf = async (seeds: number[]): Promise<string[]> => {
    const runs = await Promise.all(seeds.map(run));
    return runs.map(({ history }) =>
      history.flatMap((event) => ('TaskScheduledId' in event ? [event.TaskScheduledId] : [])).join(''),
    );
  };

  test('lets activities end in any order, the same for the same seed, and results keep their places', async () => {
    const seeds = [1, 2, 3, 4, 5, 6];
    const orders = await ordersOf(seeds);
    expect(new Set(orders).size).toBeGreaterThan(3);
    expect(await ordersOf(seeds)).toEqual(orders);
    expect((await run(7)).output).toEqual([0, 1, 2, 3, 4]);
  });

  test('keeps the order of events', async () => {
    for (let randomOrder = 0; randomOrder < 5; randomOrder++) {
      const run = await runOrchestrator(
        function* (context: Context) {
          const seen: unknown[] = [];
          yield context.df.callActivity('echo', { n: 1 });
          for (let n = 0; n < 4; n++) seen.push(yield context.df.waitForExternalEvent('number'));
          return seen;
        },
        {
          ...options,
          imitateAzure: { randomOrder },
          events: [1, 2, 3, 4].map((data) => ({ at: 1, name: 'number', data })),
        },
      );
      expect(run.output).toEqual([1, 2, 3, 4]);
    }
  });
});
