/** One test for each row of Azure's traps that the engine can see: the run fails, and says where and what to change. */
import * as df from 'durable-functions';
import { describe, expect, test } from 'vitest';
import {
  type BenchTrap,
  type Orchestrator,
  type RunOptions,
  runOrchestrator,
  startTestHost,
  TrapError,
} from '../../../local/testing/index.ts';

type Context = df.OrchestrationContext;

const second = 1_000;
const day = 86_400_000;
const later = (context: Context, ms: number): Date => new Date(context.df.currentUtcDateTime.getTime() + ms);

const fails = (): never => {
  throw new Error('broken');
};

/** A row: the code, what it needs, and what the message has to say. */
type Row = {
  title: string;
  trap: BenchTrap;
  code: Orchestrator<never>;
  options?: Omit<RunOptions<never>, 'prepare'>;
  says: RegExp;
};

const rows: Row[] = [
  {
    title: 'an activity that is not registered',
    trap: 'unknownFunction',
    *code(context) {
      yield context.df.callActivity('reserv', {});
    },
    says: /'reserv', which is not registered/,
  },
  {
    title: 'a child that is not registered',
    trap: 'unknownFunction',
    *code(context) {
      yield context.df.callSubOrchestrator('reserv', {});
    },
    says: /the orchestrator 'reserv', which is not registered/,
  },
  {
    title: 'an entity that is not registered',
    trap: 'unknownFunction',
    *code(context) {
      yield context.df.callEntity(new df.EntityId('counter', 'a'), 'get');
    },
    says: /the entity '@?counter/,
  },
  {
    title: 'the loser of a race left open',
    trap: 'openTasks',
    *code(context) {
      const timer = context.df.createTimer(later(context, 60 * second));
      yield context.df.Task.any([timer, context.df.callActivity('quick', {})]);
    },
    options: { activities: { quick: 1 } },
    says: /stays Running until this has ended.* timer due .*Cancel the timers/,
  },
  {
    title: 'an activity unfinished at the return',
    trap: 'openTasks',
    *code(context) {
      yield context.df.Task.any([context.df.callActivity('quick', {}), context.df.callActivity('slow', {})]);
    },
    options: {
      activities: {
        quick: 1,
        slow: (_input: unknown, call: { sleep(s: number): Promise<void> }) => call.sleep(60),
      },
    },
    says: /activity 'slow'/,
  },
  {
    title: 'a fan-out that fails while a branch is being retried',
    trap: 'misroutedIds',
    *code(context) {
      try {
        yield context.df.Task.all([
          context.df.callActivity('fails', {}),
          context.df.callActivityWithRetry('fails', new df.RetryOptions(2 * second, 3), {}),
        ]);
      } catch {
        yield context.df.callActivity('quick', {});
      }
    },
    options: { activities: { fails, quick: 1 } },
    says: /whose results get lost/,
  },
  {
    title: 'a fan-out that fails while a branch waits for an event',
    trap: 'stalledFanOut',
    *code(context) {
      try {
        yield context.df.Task.all([
          context.df.callActivity('fails', {}),
          context.df.waitForExternalEvent('answer'),
        ]);
      } catch {
        yield context.df.callActivity('quick', {});
      }
    },
    options: { activities: { fails, quick: 1 } },
    says: /begins only after that event/,
  },
  {
    title: 'a race of a retried activity whose timer is cancelled',
    trap: 'retriedInRace',
    *code(context) {
      const timer = context.df.createTimer(later(context, 60 * second));
      const answer = context.df.callActivityWithRetry('answer', new df.RetryOptions(second, 3));
      yield context.df.Task.any([answer, timer]);
      timer.cancel();
      yield context.df.callActivity('answer');
    },
    options: { activities: { answer: () => 1 } },
    says: /once an attempt fails, the instance fails as non-deterministic/,
  },
  {
    title: 'a retryTimeout that passes',
    trap: 'retryTimeout',
    *code(context) {
      const options = new df.RetryOptions(2 * second, 5);
      options.retryTimeoutInMilliseconds = 3 * second;
      yield context.df.callActivityWithRetry('fails', options, {});
    },
    options: { activities: { fails } },
    says: /passed its retryTimeout/,
  },
  {
    title: 'throw undefined',
    trap: 'nothingThrown',
    *code() {
      throw undefined;
    },
    says: /stays Running for ever/,
  },
  {
    title: 'a thrown text',
    trap: 'notAnError',
    *code() {
      throw 'a text';
    },
    says: /throw errors only/,
  },
  {
    title: 'a timer of over six days that is cancelled after its first part',
    trap: 'longTimerCancelled',
    *code(context) {
      const timer = context.df.createTimer(later(context, 8 * day));
      yield context.df.Task.any([timer, context.df.waitForExternalEvent('answer')]);
      timer.cancel();
    },
    options: { events: [{ at: (4 * day) / second, name: 'answer' }] },
    says: /fail as non-deterministic; loop over shorter timers/,
  },
  {
    title: 'a timer that is awaited a second time',
    trap: 'timerAgain',
    *code(context) {
      const timer = context.df.createTimer(later(context, 60 * second));
      yield context.df.Task.any([timer, context.df.waitForExternalEvent('one')]);
      yield context.df.Task.any([timer, context.df.waitForExternalEvent('two')]);
      timer.cancel();
    },
    options: { events: [{ at: 1, name: 'one' }] },
    says: /create a new timer for each race/,
  },
  {
    title: 'an activity that is put into a second race while it runs',
    trap: 'taskAgain',
    *code(context) {
      const slow = context.df.callActivity('slow', {});
      yield context.df.Task.any([slow, context.df.callActivity('quick', {})]);
      yield context.df.Task.any([slow, context.df.callActivity('quick', {})]);
      yield slow;
    },
    options: {
      activities: {
        quick: 1,
        slow: (_input: unknown, call: { sleep(s: number): Promise<void> }) => call.sleep(60),
      },
    },
    says: /awaited already into a Task\.any or Task\.all: activity 'slow' .*results of later calls go astray/,
  },
  {
    title: 'an entity call that has ended in a second group',
    trap: 'taskAgain',
    *code(context) {
      const read = context.df.callEntity(new df.EntityId('lamp', 'a'), 'get');
      yield context.df.Task.all([read]);
      yield context.df.Task.all([read, context.df.callActivity('quick', {})]);
    },
    options: { activities: { quick: 1 }, entities: { lamp: (context) => context.df.return(1) } },
    says: /answer of entity '@lamp@a' to 'get'/,
  },
  {
    title: 'a child whose id is in use',
    trap: 'childIdInUse',
    *code(context) {
      yield context.df.Task.all([
        context.df.callSubOrchestrator('waits', {}, 'same'),
        context.df.callSubOrchestrator('waits', {}, 'same'),
      ]);
    },
    options: {
      orchestrators: {
        *waits(context: Context) {
          yield context.df.waitForExternalEvent('never');
        },
      },
    },
    says: /replaces a running instance/,
  },
  {
    title: 'a child with its own id',
    trap: 'childIdIsOwn',
    *code(context) {
      yield context.df.callSubOrchestrator('child', {}, context.df.instanceId);
    },
    options: { orchestrators: { child: 1 } },
    says: /its own instance id/,
  },
  {
    title: 'a child with the id of its parent',
    trap: 'childIdIsOwn',
    *code(context) {
      yield context.df.callSubOrchestrator('child', {}, 'child-1');
    },
    options: {
      orchestrators: {
        *child(context: Context) {
          yield context.df.callSubOrchestrator('child', {}, context.df.parentInstanceId);
        },
      },
    },
    says: /its parent's instance id/,
  },
  {
    title: 'more actions than the host allows',
    trap: 'tooManyActions',
    *code(context) {
      for (let n = 0; n < 10; n++) yield context.df.callActivity('quick', { n });
    },
    options: { activities: { quick: 1 }, settings: { maxOrchestrationActions: 5 } },
    says: /maxOrchestrationActions/,
  },
  {
    title: 'events lost at continueAsNew',
    trap: 'eventsLost',
    *code(context) {
      if ((context.df.getInput() as { round: number } | null)?.round === 2) return;
      yield context.df.waitForExternalEvent('second');
      context.df.continueAsNew({ round: 2 });
    },
    options: {
      events: [
        { at: 1, name: 'first' },
        { at: 2, name: 'second' },
      ],
    },
    says: /lost 1 event\(s\) 'first'/,
  },
  {
    title: 'a monitor that continues as new right after its race',
    trap: 'eventAgain',
    *code(context) {
      const timer = context.df.createTimer(later(context, 60 * second));
      yield context.df.Task.any([context.df.waitForExternalEvent('data'), timer]);
      timer.cancel();
      context.df.continueAsNew({ round: 2 });
    },
    options: { events: [{ at: 1, name: 'data' }] },
    says: /race that the event 'data' had won.*gets the same event again.*Yield an activity between/,
  },
  {
    title: 'a custom status that is not set again after continueAsNew',
    trap: 'statusLost',
    *code(context) {
      if ((context.df.getInput() as { round: number } | null)?.round === 2) return;
      context.df.setCustomStatus({ phase: 'one' });
      yield context.df.callActivity('quick', {});
      context.df.continueAsNew({ round: 2 });
    },
    options: { activities: { quick: 1 } },
    says: /Set it again at the top/,
  },
  {
    title: 'the activity input true',
    trap: 'booleanInput',
    *code(context) {
      yield context.df.callActivity('quick', true);
    },
    options: { activities: { quick: 1 } },
    says: /as the text "True".*Pass an object/,
  },
  {
    title: 'a text for continueAsNew',
    trap: 'stringContinued',
    *code(context) {
      if (context.df.getInput() === null) context.df.continueAsNew('again');
      yield context.df.callActivity('quick', {});
    },
    options: { activities: { quick: 1 } },
    says: /has these quotes in it/,
  },
  {
    title: 'a custom status over 16 KB',
    trap: 'statusTooBig',
    *code(context) {
      context.df.setCustomStatus('x'.repeat(9_000));
      yield context.df.callActivity('quick', {});
    },
    options: { activities: { quick: 1 } },
    says: /must not exceed 16 KB/,
  },
  {
    title: 'an entity that signals a name with capitals',
    trap: 'entityNameCase',
    *code(context) {
      yield context.df.callEntity(new df.EntityId('door', 'a'), 'ring');
    },
    options: {
      entities: {
        door: (context) => context.df.signalEntity(new df.EntityId('Bell', 'a'), 'ring'),
        Bell: () => {},
      },
    },
    says: /Write the name in small letters/,
  },
  {
    title: 'a yielded promise',
    trap: 'promiseAwaited',
    *code(context) {
      yield context.df.callActivity('quick', {});
      yield Promise.resolve(1) as unknown as df.Task;
    },
    options: { activities: { quick: 1 } },
    says: /yielded a promise/,
  },
];

/** The orchestrator's line is named. */
const positions = [expect.stringMatching(/^test\/local\/testing\/strict\.test\.ts:\d+$/)];

describe('a strict bench', () => {
  test.each(rows)('fails on $title', async ({ trap, code, options, says }) => {
    const run = runOrchestrator(code, options);
    const error = (await run.catch((caught: unknown) => caught)) as TrapError;
    expect(error).toBeInstanceOf(TrapError);
    expect(error).toMatchObject({ trap, message: expect.stringMatching(says) });
    // An entity is no orchestrator, and a thrown something that is no Error does not say where it comes from.
    if (trap === 'entityNameCase' || trap === 'nothingThrown' || trap === 'notAnError') return;
    expect(error.positions[0]).toEqual(positions[0]);
  });

  test('minds no equal calls, nor an event or an open task that is awaited again by itself', async () => {
    const run = await runOrchestrator(
      function* fine(context) {
        const event = context.df.waitForExternalEvent('never');
        const calls = [1, 2].map(() => context.df.callActivity('quick', {}));
        yield context.df.Task.any([event, ...calls]);
        yield context.df.Task.any([event, context.df.callActivity('quick', {})]);
        return (yield calls[1] as df.Task) as number;
      },
      { activities: { quick: 1 } },
    );
    expect(run.output).toBe(1);
  });

  test('fails on a child that is terminated', async () => {
    let terminate: () => unknown = () => {};
    const run = runOrchestrator(
      function* parent(context) {
        yield context.df.callSubOrchestrator('waits', {}, 'run-1');
      },
      {
        orchestrators: {
          *waits(context: Context) {
            yield context.df.callActivity('kill', {});
            yield context.df.waitForExternalEvent('never');
          },
        },
        activities: { kill: () => terminate() },
        prepare: (host) => {
          terminate = () => host.client.terminate('run-1');
        },
      },
    );
    await expect(run).rejects.toMatchObject({ trap: 'childTerminated', positions });
  });

  test('fails on a lock that nobody frees any more', async () => {
    const lamp = new df.EntityId('lamp', 'a');
    const host = await startTestHost({
      app: {
        register: () => {
          df.app.entity('lamp', () => {});
          df.app.orchestration('holds', function* (context) {
            yield context.df.lock([lamp]);
            yield context.df.waitForExternalEvent('never');
          });
        },
      },
    });
    try {
      await host.client.start('holds', { instanceId: 'a' });
      await host.idle();
      await host.client.terminate('a', 'not wanted');
      await host.client.signalEntity({ name: 'lamp', key: 'a' }, 'shine');
      await expect(host.idle()).rejects.toMatchObject({ trap: 'lockKept' });
    } finally {
      await host.abandon();
    }
  });

  test('fails on an activity that ran at a crash', async () => {
    let crash: () => unknown = () => {};
    const run = runOrchestrator(
      function* works(context) {
        yield context.df.callActivity('slow', {});
      },
      {
        activities: {
          slow: (_input: unknown, { call }: { call: number }) => (call === 1 ? crash() : 'done'),
        },
        prepare: (host) => {
          crash = () => host.crash().then(() => 'too late');
        },
      },
    );
    await expect(run).rejects.toMatchObject({
      trap: 'inFlightAtCrash',
      positions,
    });
  });

  test('fails on a 202 without a Location', async () => {
    await using server = await startTestHost({
      app: {
        register: () => {
          df.app.orchestration('asks', function* (context) {
            yield context.df.callHttp({ method: 'GET', url: String(context.df.getInput()) });
          });
        },
      },
      strict: true,
    });
    const { createServer } = await import('node:http');
    const answering = createServer((_request, response) => response.writeHead(202).end());
    await new Promise<void>((resolve) => answering.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = answering.address() as { port: number };
      await server.client.start('asks', { instanceId: 'a', input: `http://127.0.0.1:${port}/` });
      await expect(server.waitFor('a')).rejects.toMatchObject({ trap: 'noLocation', positions });
    } finally {
      answering.close();
    }
  });

  test('fails on a cookie that another instance was given', async () => {
    const { createServer } = await import('node:http');
    const answering = createServer((_request, response) => response.setHeader('set-cookie', 'a=1').end());
    await new Promise<void>((resolve) => answering.listen(0, '127.0.0.1', resolve));
    const { port } = answering.address() as { port: number };
    const host = await startTestHost({
      app: {
        register: () => {
          df.app.orchestration('asks', function* (context) {
            yield context.df.callHttp({ method: 'GET', url: `http://127.0.0.1:${port}/` });
          });
        },
      },
    });
    try {
      await host.client.start('asks', { instanceId: 'a' });
      await host.waitFor('a');
      await host.client.start('asks', { instanceId: 'b' });
      await expect(host.waitFor('b')).rejects.toMatchObject({
        trap: 'cookieShared',
        instanceId: 'b',
        positions,
      });
    } finally {
      await host.abandon();
      answering.close();
    }
  });

  describe('of the client', () => {
    const app = {
      register: () => {
        df.app.orchestration('waits', function* (context) {
          yield context.df.waitForExternalEvent('answer');
        });
      },
    };

    test('fails on an orchestrator that is not registered', async () => {
      await using host = await startTestHost({ app });
      await host.client.start('wait', { instanceId: 'a' });
      await expect(host.waitFor('a')).rejects.toMatchObject({ trap: 'unknownOrchestrator' });
    });

    test('fails on an event for a suspended instance', async () => {
      await using host = await startTestHost({ app });
      await host.client.start('waits', { instanceId: 'a' });
      await host.client.suspend('a');
      await host.idle();
      await host.client.raiseEvent('a', 'answer', {});
      await expect(host.idle()).rejects.toMatchObject({ trap: 'whileSuspended' });
    });

    test.each(['@a', 'a/b', '50%', 'a+b', 'a#b', 'a?b'])(
      'fails on the instance id %s',
      async (instanceId) => {
        await using host = await startTestHost({ app });
        await host.client.start('waits', { instanceId });
        await expect(host.idle()).rejects.toMatchObject({ trap: 'oddInstanceId', instanceId });
      },
    );

    test('fails on a purge that would delete running instances', async () => {
      await using host = await startTestHost({ app });
      await host.client.start('waits', { instanceId: 'a' });
      const url = `${host.origin}/runtime/webhooks/durabletask/instances?createdTimeFrom=2020-01-01T00:00:00Z`;
      await fetch(url, { method: 'DELETE' });
      await expect(host.idle()).rejects.toMatchObject({ trap: 'purgeEverything' });
    });
  });

  test('hands out a trap that no wait has thrown when it stops', async () => {
    const host = await startTestHost({
      app: {
        register: () =>
          df.app.orchestration('odd', function* () {
            throw 'a text';
          }),
      },
    });
    await host.client.start('odd', { instanceId: 'a' });
    await host.engine.whenIdle();
    await expect(host.stop()).rejects.toMatchObject({ trap: 'notAnError', orchestrator: 'odd' });
  });

  test('allows the traps that it is told to, and all when it is not strict', async () => {
    const code: Orchestrator = function* odd(context) {
      yield context.df.callActivity('quick', true);
      return 'done';
    };
    const activities = { quick: 1 };
    for (const strict of [false, { allow: ['booleanInput'] as const }]) {
      expect(await runOrchestrator(code, { activities, strict })).toMatchObject({ output: 'done' });
    }
  });
});
