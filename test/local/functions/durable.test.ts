import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { expect, test } from 'vitest';
import type { DurableFunctions } from '../../../local/durable/functions-port.ts';
import type { DurableEngine, DurableSettings } from '../../../local/functions/index.ts';
import { startHost } from './start-host.ts';

/** An engine that only remembers what it is given. */
function fakeEngine() {
  const seen: { functions?: DurableFunctions; settings?: DurableSettings; urls: string[]; stopped: boolean } =
    {
      urls: [],
      stopped: false,
    };
  const engine: DurableEngine = {
    clientBinding: ({ origin, rpcOrigin, systemKey }) => JSON.stringify({ origin, rpcOrigin, systemKey }),
    async fetch(request) {
      seen.urls.push(`${request.method} ${new URL(request.url).pathname}`);
      return Response.json({ body: await request.text() }, { status: 202, headers: { 'x-engine': '1' } });
    },
    stop: async () => {
      seen.stopped = true;
    },
  };
  const durable = async (functions: DurableFunctions, settings: DurableSettings): Promise<DurableEngine> => {
    Object.assign(seen, { functions, settings });
    return engine;
  };
  return { seen, durable };
}

function register(): void {
  df.app.orchestration('Chain', function* (context) {
    return yield context.df.callActivity('Hello', 'Tokyo');
  });
  df.app.activity('Hello', { handler: (name: string) => `Hi ${name}` });
  df.app.activity('Fail', { handler: () => Promise.reject(new Error('boom: 7')) });
  df.app.entity('Counter', () => {});
  app.http('binding', {
    extraInputs: [df.input.durableClient()],
    handler: (_, context) => ({
      jsonBody: context.extraInputs.get(context.options.extraInputs[0]?.name ?? ''),
    }),
  });
}

test('the engine learns the names of orchestrations, activities and entities', async () => {
  const { seen, durable } = fakeEngine();
  await startHost({ app: { register }, durable });
  const names = (['orchestration', 'activity', 'entity'] as const).map((kind) => seen.functions?.names(kind));
  expect(names).toEqual([['Chain'], ['Fail', 'Hello'], ['Counter']]);
});

test('the engine gets hub, connection and its part of host.json', async () => {
  const { seen, durable } = fakeEngine();
  const durableTask = {
    hubName: 'Own',
    storageProvider: { connectionName: 'Conn' },
    maxOrchestrationActions: 5,
  };
  await startHost({ app: { register, hostJson: { extensions: { durableTask } } }, durable });
  expect(seen.settings).toMatchObject({ hubName: 'Own', connectionName: 'Conn', durableTask });
});

test('the engine invokes functions, names ignoring case, errors with their own text', async () => {
  const { seen, durable } = fakeEngine();
  await startHost({ app: { register }, durable });
  expect(await seen.functions?.invoke('hello', { string: '"Tokyo"' }, {})).toEqual({ string: 'Hi Tokyo' });
  await expect(seen.functions?.invoke('Fail', null, {})).rejects.toThrow(/^boom: 7$/);
  await expect(seen.functions?.invoke('Nope', null, {})).rejects.toThrow("The function 'Nope' doesn't exist");
});

test('an activity finds its input under the name of its binding too', async () => {
  const { seen, durable } = fakeEngine();
  await startHost({
    app: {
      register: () => df.app.activity('Meta', { handler: (_, context) => context.triggerMetadata }),
    },
    durable,
  });
  const answer = await seen.functions?.invoke(
    'Meta',
    { string: '{"a":1}' },
    { instanceId: { string: 'one' } },
  );
  expect(Object.entries(JSON.parse(answer?.json ?? ''))).toEqual([
    ['instanceId', 'one'],
    [expect.stringMatching(/^activityTrigger[0-9a-f]{10}$/), { a: 1 }],
  ]);
});

test('the engine runs a real orchestrator turn', async () => {
  const { seen, durable } = fakeEngine();
  await startHost({ app: { register }, durable });
  const Timestamp = '2026-01-01T00:00:00.0000000Z';
  const turn = {
    history: [
      { EventType: 12, EventId: -1, IsPlayed: false, Timestamp },
      { EventType: 0, EventId: -1, IsPlayed: false, Timestamp, Name: 'Chain', Input: null },
    ],
    input: null,
    instanceId: 'one',
    isReplaying: false,
    parentInstanceId: null,
    upperSchemaVersion: 1,
    upperSchemaVersionNew: 3,
    longRunningTimerIntervalDuration: '3.00:00:00',
    maximumShortTimerDuration: '6.00:00:00',
    defaultHttpAsyncRequestSleepTimeMillseconds: 30000,
  };
  const answer = await seen.functions?.invoke('Chain', { string: JSON.stringify(turn) }, {});
  expect(JSON.parse(answer?.json ?? '')).toEqual({
    isDone: false,
    actions: [[{ functionName: 'Hello', actionType: 0, input: '"Tokyo"' }]],
    schemaVersion: 3,
  });
});

test('a durableClient input holds what the engine says, with the port and the system key', async () => {
  const { durable } = fakeEngine();
  const host = await startHost({ app: { register }, durable });
  expect(await (await fetch(`${host.origin}/api/binding`)).json()).toEqual({
    origin: host.origin,
    rpcOrigin: host.origin,
    systemKey: host.keys.systemKeys.durabletask_extension,
  });
});

test('functions that the engine resumes at once wait until the host listens', async () => {
  const { seen, durable } = fakeEngine();
  let resumed: Promise<unknown> | undefined;
  let hostname: string | undefined;
  const host = await startHost({
    app: {
      register: () =>
        df.app.activity('Where', {
          handler: () => {
            hostname = process.env.WEBSITE_HOSTNAME;
          },
        }),
    },
    durable: async (functions, settings) => {
      const engine = await durable(functions, settings);
      resumed = seen.functions?.invoke('Where', null, {});
      return engine;
    },
  });
  await resumed;
  expect(hostname).toBe(`127.0.0.1:${host.port}`);
});

test('both bases of the management API reach the engine, bodies and headers too', async () => {
  const { seen, durable } = fakeEngine();
  const host = await startHost({ app: { register }, durable });
  for (const base of ['/runtime/webhooks/durabletask', '/Runtime/Webhooks/DurableTask', '/durabletask']) {
    const response = await fetch(`${host.origin}${base}/instances/a%2Fb?x=1`, {
      method: 'POST',
      body: 'text',
    });
    expect([response.status, response.headers.get('x-engine'), await response.json()]).toEqual([
      202,
      '1',
      { body: 'text' },
    ]);
  }
  expect(seen.urls[0]).toBe('POST /runtime/webhooks/durabletask/instances/a%2Fb');
});

test('the engine is stopped with the host, after the functions', async () => {
  const { seen, durable } = fakeEngine();
  const host = await startHost({ app: { register }, durable });
  await host.stop();
  expect(seen.stopped).toBe(true);
});

test('a disabled function is unknown to the engine', async () => {
  const { seen, durable } = fakeEngine();
  await startHost({ app: { register }, durable, env: { 'AzureWebJobs.Hello.Disabled': '1' } });
  expect(seen.functions?.names('activity')).toEqual(['Fail']);
});

test('other handlers are mounted beside the app', async () => {
  const mounts = [{ prefix: '/own/', fetch: () => new Response('mine') }];
  const host = await startHost({ app: { register }, mounts });
  expect(await (await fetch(`${host.origin}/own/x`)).text()).toBe('mine');
});
