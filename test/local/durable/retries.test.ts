import * as df from 'durable-functions';
import { expect, test } from 'vitest';
import { basicActivities } from './support/basic-app.ts';
import { openEngine, type TestEngine } from './support/open-engine.ts';
import { scheduled } from './support/scheduled.ts';

type Policy = { first: number; max: number; coefficient?: number; cap?: number; timeout?: number };

function retrying(): void {
  basicActivities();
  df.app.orchestration('Retry', function* (context) {
    const { ok, policy } = context.df.getInput<{ ok: number; policy: Policy }>();
    const options = new df.RetryOptions(policy.first, policy.max);
    if (policy.coefficient !== undefined) options.backoffCoefficient = policy.coefficient;
    if (policy.cap !== undefined) options.maxRetryIntervalInMilliseconds = policy.cap;
    if (policy.timeout !== undefined) options.retryTimeoutInMilliseconds = policy.timeout;
    const call = { key: context.df.instanceId, ok };
    try {
      const first: unknown = yield context.df.callActivityWithRetry('Flaky', options, call);
      return [first, yield context.df.callActivity('Echo', 'after')];
    } catch (error) {
      return [(error as Error).message.split(' \n ')[0], yield context.df.callActivity('Echo', 'cleanup')];
    }
  });
}

/** A race of an activity that is retried with a timer, which is cancelled. */
function racing(ran: string[]): void {
  basicActivities();
  df.app.activity('Note', {
    handler: (text: string) => {
      ran.push(text);
      return text;
    },
  });
  df.app.orchestration('Race', function* (context) {
    const ok = context.df.getInput<number>();
    const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 60_000));
    const call = { key: context.df.instanceId, ok };
    yield context.df.Task.any([
      context.df.callActivityWithRetry('Flaky', new df.RetryOptions(1000, 3), call),
      timer,
    ]);
    timer.cancel();
    return yield context.df.callActivity('Note', 'after');
  });
}

/** The milliseconds from the start to each firing of a timer. */
async function delays(engine: TestEngine): Promise<number[]> {
  const start = engine.clock.now();
  const times: number[] = [];
  await engine.whenIdle();
  while (engine.clock.advanceToNext()) {
    times.push(engine.clock.now() - start);
    await engine.whenIdle();
  }
  return times;
}

test('tries again after growing delays until it succeeds', async () => {
  const engine = await openEngine(retrying);
  await engine.run('Retry', { ok: 3, policy: { first: 1000, max: 5, coefficient: 2 } }, 'r');
  expect(await delays(engine)).toEqual([1000, 3000]);
  expect((await engine.settled('r')).output).toEqual(['ok after 3', 'after']);
  expect(scheduled(engine, 'r')).toBe('a0 t1 a2 t3 a4 a5');
});

test('gives up after the last attempt, with one more timer that fires at once', async () => {
  const engine = await openEngine(retrying);
  await engine.run('Retry', { ok: 99, policy: { first: 1000, max: 2 } }, 'r');
  expect(await delays(engine)).toEqual([1000]);
  expect((await engine.settled('r')).output).toEqual(["Activity function 'Flaky' failed: try 2", 'cleanup']);
  expect(scheduled(engine, 'r')).toBe('a0 t1 a2 t3 a4');
});

test('never waits longer than the cap', async () => {
  const engine = await openEngine(retrying);
  await engine.run('Retry', { ok: 4, policy: { first: 1000, max: 9, coefficient: 10, cap: 1500 } }, 'r');
  expect(await delays(engine)).toEqual([1000, 2500, 4000]);
});

test('retries the branches of a fan-out side by side', async () => {
  const engine = await openEngine(() => {
    basicActivities();
    df.app.orchestration('FanRetry', function* (context) {
      const options = new df.RetryOptions(1000, 3);
      const tasks = [1, 2, 3].map((ok) =>
        context.df.callActivityWithRetry('Flaky', options, { key: `${context.df.instanceId}${ok}`, ok }),
      );
      const all: unknown = yield context.df.Task.all(tasks);
      return [all, yield context.df.callActivity('Echo', 'z')];
    });
  });
  await engine.run('FanRetry', undefined, 'f');
  await engine.pass(2000);
  expect((await engine.settled('f')).output).toEqual([['ok after 1', 'ok after 2', 'ok after 3'], 'z']);
  expect(scheduled(engine, 'f')).toBe('a0 a1 a2 t3 t4 a5 a6 t7 a8 a9');
});

test('stays Running for ever when retryTimeout passes, as on Azure, and says so', async () => {
  const engine = await openEngine(retrying);
  await engine.run('Retry', { ok: 99, policy: { first: 1000, max: 9, timeout: 1500 } }, 'r');
  await engine.pass(3_600_000);
  expect((await engine.settled('r')).runtimeStatus).toBe('Running');
  expect(engine.traps('retryTimeout')).toHaveLength(1);
});

test('retries a child as a new instance each time', async () => {
  const engine = await openEngine(() => {
    basicActivities();
    df.app.orchestration('Bad', function* (context) {
      yield context.df.callActivity('Echo', 1);
      throw new Error('orchestrator bug');
    });
    df.app.orchestration('Parent', function* (context) {
      try {
        yield context.df.callSubOrchestratorWithRetry('Bad', new df.RetryOptions(500, 3), 'x');
      } catch (error) {
        return (error as Error).message.split(' \n ')[0];
      }
    });
  });
  await engine.run('Parent', undefined, 'p');
  await engine.pass(1000);
  expect((await engine.settled('p')).output).toBe("Orchestrator function 'Bad' failed: orchestrator bug");
  expect(scheduled(engine, 'p')).toBe('s0 t1 s2 t3 s4 t5');
  expect(engine.client.list({ statuses: ['Failed'] }).instances).toHaveLength(3);
});

test('fails a race whose timer is cancelled once a call in it was retried, says why, and runs what comes next', async () => {
  const ran: string[] = [];
  const engine = await openEngine(() => racing(ran));
  await engine.run('Race', 2, 'r');
  expect(await delays(engine)).toEqual([1000]);
  expect((await engine.settled('r')).runtimeStatus).toBe('Failed');
  expect(scheduled(engine, 'r')).toBe('a0 t1 t2 a3 a2 t3');
  expect(ran).toEqual(['after']);
  expect(engine.traps('retriedInRace')).toEqual([expect.stringContaining('Put the retries into a sub-orch')]);
  expect(engine.traps('nonDeterministic')).toHaveLength(1);
});

test('warns of such a race even while no attempt has failed', async () => {
  const engine = await openEngine(() => racing([]));
  expect((await engine.run('Race', 1, 'r')).output).toBe('after');
  expect(engine.traps('retriedInRace')).toHaveLength(1);
});
