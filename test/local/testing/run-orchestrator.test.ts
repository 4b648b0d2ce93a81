import * as df from 'durable-functions';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { type ActivityFakes, runOrchestrator, StillOpen } from '../../../local/testing/index.ts';

type Activities = {
  reserve(input: { room: string }): Promise<{ id: number }>;
  pay(input: { id: number }): Promise<string>;
};

function* book(context: df.OrchestrationContext, input: { room: string }) {
  context.log(`booking ${input.room}`);
  const reserved: { id: number } = yield context.df.callActivity('reserve', input);
  context.df.setCustomStatus({ reserved: reserved.id });
  const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 3_600_000));
  const paid = context.df.waitForExternalEvent('paid');
  const winner: df.Task = yield context.df.Task.any([paid, timer]);
  if (winner === timer) return 'expired';
  timer.cancel();
  return (yield context.df.callActivity('pay', reserved)) as string;
}

const activities = {
  reserve: { id: 7 },
  pay: ({ id }) => `receipt ${id}`,
} satisfies ActivityFakes<Activities>;

describe('runOrchestrator', () => {
  test('runs an orchestrator with values and functions for activities, and events at their time', async () => {
    const run = await runOrchestrator(book, {
      input: { room: 'blue' },
      activities,
      events: [{ at: 600, name: 'paid', data: {} }],
    });
    expect(run).toMatchObject({
      status: 'Completed',
      output: 'receipt 7',
      customStatus: { reserved: 7 },
      elapsedMs: 600_000,
    });
    expect(run.calls).toEqual([
      { name: 'reserve', instanceId: 'run', call: 1, input: { room: 'blue' }, atMs: 0, result: { id: 7 } },
      { name: 'pay', instanceId: 'run', call: 1, input: { id: 7 }, atMs: 600_000, result: 'receipt 7' },
    ]);
    expectTypeOf(run.output).toEqualTypeOf<string>();
  });

  test('shows each line of the log once, however often the code was replayed', async () => {
    const run = await runOrchestrator(book, { input: { room: 'blue' }, activities });
    expect(run.logs.map((line) => line.message)).toEqual(['booking blue']);
  });

  test('skips to the next timer when nothing else is going on', async () => {
    const run = await runOrchestrator(book, { input: { room: 'blue' }, activities });
    expect(run).toMatchObject({ output: 'expired', elapsedMs: 3_600_000 });
  });

  test('tells a failure as Azure does', async () => {
    const run = await runOrchestrator(book, {
      input: { room: 'blue' },
      activities: { reserve: () => Promise.reject(new Error('no room')) },
    });
    expect(run.status).toBe('Failed');
    expect(run.output).toContain("Activity function 'reserve' failed: no room");
    expect(run.calls[0]?.error).toBe('no room');
  });

  test('lets fakes take virtual time, one call like another', async () => {
    const run = await runOrchestrator(
      function* slow(context) {
        return (yield context.df.Task.all([
          context.df.callActivity('build', { n: 1 }),
          context.df.callActivity('build', { n: 2 }),
        ])) as number[];
      },
      {
        activities: {
          build: async ({ n }: { n: number }, { sleep, call, instanceId }) => {
            await sleep(n * 30);
            return `${instanceId} ${call}`;
          },
        },
        instanceId: 'slow-1',
      },
    );
    expect(run).toMatchObject({ output: ['slow-1 1', 'slow-1 2'], elapsedMs: 60_000 });
  });

  test('runs children and entities, real ones and fixed answers', async () => {
    const run = await runOrchestrator(
      function* parent(context) {
        const fixed: unknown = yield context.df.callSubOrchestrator('fixed', {}, 'run-1');
        const real: unknown = yield context.df.callSubOrchestrator('real', { n: 2 }, 'run-2');
        yield context.df.callEntity(new df.EntityId('counter', 'a'), 'add', 5);
        const count: unknown = yield context.df.callEntity(new df.EntityId('counter', 'a'), 'get');
        return { fixed, real, count };
      },
      {
        orchestrators: {
          fixed: 'as given',
          *real(_context: df.OrchestrationContext, input: { n: number }) {
            return input.n + 1;
          },
        },
        entities: {
          counter: (context: df.EntityContext<number>) => {
            const count = context.df.getState(() => 0) ?? 0;
            if (context.df.operationName === 'add')
              context.df.setState(count + Number(context.df.getInput()));
            else context.df.return(count);
          },
        },
      },
    );
    expect(run.output).toEqual({ fixed: 'as given', real: 3, count: 5 });
  });

  test('says what a run waits for that can never end, and where in the code', async () => {
    const run = runOrchestrator(function* waiting(context: df.OrchestrationContext) {
      yield context.df.waitForExternalEvent('answer');
    });
    await expect(run).rejects.toThrow(StillOpen);
    await expect(run).rejects.toThrow(
      /Waited for 'run' to end, but nothing that could bring it is going on\. Still open:\n {2}event 'answer', awaited at test\/local\/testing\/run-orchestrator\.test\.ts:\d+/,
    );
  });

  test('gives up a run that goes on for longer than it may', async () => {
    const run = runOrchestrator(book, { input: { room: 'blue' }, activities, withinSeconds: 60 });
    await expect(run).rejects.toThrow(
      /it does not come within 60 s\. Still open:\n {2}timer due 2026-01-01T01:00:00Z \(#1\), in 3600 s\n {2}event 'paid', awaited at/,
    );
  });
});
