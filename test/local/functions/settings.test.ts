import { app, output } from '@azure/functions';
import { describe, expect, test } from 'vitest';
import { hostSettings } from '../../../local/functions/settings/host-json.ts';
import { applyValues, readLocalSettings } from '../../../local/functions/settings/local-settings.ts';
import { hostOf, startHost } from './start-host.ts';
import { tempApp } from './temp-app.ts';
import { wrongDurableTasks } from './wrong-durable-tasks.ts';

const emptyApp = { 'package.json': { main: 'main.js' }, 'main.js': '' };

describe('host.json', () => {
  test('an empty one gives the defaults', () => {
    expect(hostSettings({}, {})).toMatchObject({
      http: { routePrefix: 'api', maxOutstandingRequests: -1, customHeaders: {} },
      functionTimeoutMs: undefined,
      hubName: 'TestHubName',
      connectionName: 'Storage',
      ignored: [],
    });
  });

  test('the hub is named by the settings, a %SETTING%, or the site', () => {
    const hub = (durableTask: object, env: Record<string, string> = {}) =>
      hostSettings({ extensions: { durableTask } }, env).hubName;
    expect(hub({ hubName: 'OwnHub' })).toBe('OwnHub');
    expect(hub({ hubName: '%HUB%' }, { HUB: 'FromSetting' })).toBe('FromSetting');
    expect(hub({}, { WEBSITE_SITE_NAME: 'site' })).toBe('site');
    expect(() => hub({ hubName: '%HUB%' })).toThrow("'%HUB%' does not resolve to a value. Set HUB");
  });

  test('the connection of the storage provider is named in URLs', () => {
    const durableTask = { storageProvider: { connectionName: 'Own' } };
    expect(hostSettings({ extensions: { durableTask } }, {}).connectionName).toBe('Own');
  });

  test('the environment overrides it, ignoring case', () => {
    const document = { extensions: { http: { routePrefix: 'x' }, durableTask: { hubName: 'Hub' } } };
    const env = {
      AzureFunctionsJobHost__extensions__HTTP__routeprefix: '/own/',
      AzureFunctionsJobHost__extensions__http__maxConcurrentRequests: '3',
      AzureFunctionsJobHost__extensions__durableTask__hubName: 'Other',
      AzureFunctionsJobHost__functionTimeout: '00:10:00',
    };
    expect(hostSettings(document, env)).toMatchObject({
      http: { routePrefix: 'own', maxConcurrentRequests: 3 },
      hubName: 'Other',
      functionTimeoutMs: 600_000,
    });
    expect(document.extensions.http.routePrefix).toBe('x');
  });

  test.each([
    ['00:00:05', 5000],
    ['1.00:00:00', 86_400_000],
    ['-1', undefined],
    ['-00:00:01', undefined],
  ])('functionTimeout %s', (functionTimeout, expected) => {
    expect(hostSettings({ functionTimeout }, {}).functionTimeoutMs).toBe(expected);
  });

  test('every problem is named at once', () => {
    const wrong = { extensions: { http: { routePrefix: 5, maxConcurrentRequests: 'many' } } };
    expect(() => hostSettings(wrong, {})).toThrow(
      /extensions\.http\.routePrefix.*extensions\.http\.maxConcurrentRequests/,
    );
    expect(() => hostSettings({ functionTimeout: 'soon' }, {})).toThrow('write "00:05:00" for example');
  });

  test('queues and blobs have the defaults of the Storage extension, with a shorter poll while developing', () => {
    const { queues, blobs } = hostSettings({}, {});
    expect(queues).toEqual({
      batchSize: 16,
      newBatchThreshold: 8,
      maxDequeueCount: 5,
      visibilityTimeoutMs: 0,
      longestPollMs: 60_000,
      messageEncoding: 'base64',
    });
    expect(blobs).toEqual({ maxDegreeOfParallelism: 8, poisonBlobThreshold: 5 });
    const env = { AZURE_FUNCTIONS_ENVIRONMENT: 'Development' };
    expect(hostSettings({}, env).queues.longestPollMs).toBe(2_000);
    const maxPollingInterval = '00:00:30';
    expect(hostSettings({ extensions: { queues: { maxPollingInterval } } }, env).queues.longestPollMs).toBe(
      30_000,
    );
  });

  test.each<[queues: Record<string, unknown>, problem: string]>([
    [{ batchSize: 33 }, 'extensions.queues.batchSize'],
    [{ visibilityTimeout: 'soon' }, '"soon" is no time span, write "00:00:30" for example'],
    [{ maxPollingInterval: '00:00:00.05' }, 'must not be less than 100 ms'],
    [{ messageEncoding: 'utf16' }, 'extensions.queues.messageEncoding'],
  ])('queue settings %o are refused', (queues, problem) => {
    expect(() => hostSettings({ extensions: { queues } }, {})).toThrow(problem);
  });

  test('settings without effect are named once at start', async () => {
    const host = await hostOf(() => app.http('f', { handler: () => ({}) }), {
      version: '2.0',
      singleton: {},
      extensionBundle: {},
      extensions: { queues: { extra: 1 }, serviceBus: {}, http: { hsts: {} } },
    });
    expect(host.logText()).toContain(
      'Settings without effect on the local host: singleton, extensions.http.hsts, extensions.queues.extra, extensions.serviceBus.',
    );
  });

  test.each(wrongDurableTasks)(
    'with %s the Durable extension does not start, and neither does this host',
    (_what, durableTask, says) => {
      const document = { extensions: { durableTask } };
      expect(() => hostSettings(document, {}, 'host.json')).toThrow(says);
    },
  );

  test.each<[what: string, durableTask: Record<string, unknown>]>([
    ['a number in a text', { maxConcurrentActivityFunctions: '5' }],
    [
      'a work item queue hidden for 10 s',
      { storageProvider: { workItemQueueVisibilityTimeout: '00:00:10' } },
    ],
    ['a hub of 50 letters', { hubName: 'a'.repeat(50) }],
    ['settings of another provider', { storageProvider: { type: 'mssql', partitionCount: 32 } }],
  ])('%s is fine', (_what, durableTask) => {
    expect(() => hostSettings({ extensions: { durableTask } }, {})).not.toThrow();
  });

  test('all problems of the durable section are told at once', () => {
    const durableTask = { hubName: 'a-b', storageProvider: { partitionCount: 32 } };
    expect(() => hostSettings({ extensions: { durableTask } }, {})).toThrow(/a-b.*PartitionCount/);
  });

  test('an app whose durable connection is not set does not start, one that has it does', async () => {
    const hostJson = { extensions: { durableTask: { storageProvider: { connectionName: 'Elsewhere' } } } };
    const directory = await tempApp({ ...emptyApp, 'host.json': hostJson });
    await expect(startHost({ env: {}, app: { directory } })).rejects.toThrow(
      "Unable to resolve the Azure Storage connection named 'Elsewhere'",
    );
    await startHost({ env: { Elsewhere: 'UseDevelopmentStorage=true' }, app: { directory } });
  });

  test('what would change the durable engine on Azure, and does not here, is named too', () => {
    const durableTask = {
      HubName: 'Hub',
      notifications: { eventGrid: {} },
      tracing: { traceInputsAndOutputs: true },
      extendedSessionsEnabled: false,
      storageProvider: { type: 'mssql', partitionCount: 2 },
      maxConcurentActivityFunctions: 5,
    };
    expect(hostSettings({ watchFiles: ['a.json'], extensions: { durableTask } }, {}).ignored).toEqual([
      'extensions.durableTask.notifications',
      'extensions.durableTask.maxConcurentActivityFunctions',
      'extensions.durableTask.storageProvider.type (mssql)',
    ]);
    const { ignored } = hostSettings(
      { extensions: { durableTask: { storageProvider: { type: 'AzureStorage' } } } },
      {},
    );
    expect(ignored).toEqual([]);
  });

  test('comments, trailing commas and a byte order mark are read', async () => {
    const text =
      '\uFEFF{ // the prefix\n "extensions": { "http": { "routePrefix": "a//b", /* none */ }, }, }';
    const directory = await tempApp({ ...emptyApp, 'host.json': text });
    const host = await startHost({ app: { directory } });
    expect(host.startError).toBeUndefined();
  });

  test.each([
    ['{', 'is not valid JSON'],
    ['[]', 'must hold a JSON object'],
  ])('a file that holds %s is refused by name', async (text, message) => {
    const directory = await tempApp({ ...emptyApp, 'host.json': text });
    await expect(startHost({ app: { directory } })).rejects.toThrow(message);
  });

  test('logging.logLevel filters the log', async () => {
    const host = await hostOf(
      () =>
        app.http('f', {
          handler: (_, context) => {
            context.log('quiet');
            context.warn('loud');
            return {};
          },
        }),
      { logging: { logLevel: { default: 'Error', 'Function.f.User': 'Warning' } } },
    );
    await fetch(`${host.origin}/api/f`);
    expect(host.logText()).toBe('loud');
  });
});

describe('local.settings.json', () => {
  test('no file means no settings', async () => {
    expect(await readLocalSettings(await tempApp(emptyApp))).toEqual({
      values: {},
      port: undefined,
      cors: undefined,
      ignored: [],
      warnings: [],
    });
  });

  test('values, connection strings, port and CORS are read, the rest is named', async () => {
    const directory = await tempApp({
      ...emptyApp,
      'local.settings.json': {
        IsEncrypted: false,
        Values: { A: '1', B: true },
        ConnectionStrings: { Db: 'Server=x' },
        Host: { LocalHttpPort: 7072, CORS: 'http://a.test, http://b.test', CORSCredentials: true, Other: 1 },
        More: {},
      },
    });
    expect(await readLocalSettings(directory)).toEqual({
      values: { A: '1', B: 'True', 'ConnectionStrings:Db': 'Server=x' },
      port: 7072,
      cors: { origins: ['http://a.test', 'http://b.test'], credentials: true },
      ignored: ['More', 'Host.Other'],
      warnings: [],
    });
  });

  test('an encrypted one is refused with the way out', async () => {
    const directory = await tempApp({ ...emptyApp, 'local.settings.json': { IsEncrypted: true } });
    await expect(readLocalSettings(directory)).rejects.toThrow('func settings decrypt');
  });

  test.each([
    ['an object', { Nested: { a: 1 } }],
    ['a list', { Nested: [1] }],
  ])('with %s as a value nothing of it is used, and the log names the key', async (_what, nested) => {
    const directory = await tempApp({
      ...emptyApp,
      'local.settings.json': {
        IsEncrypted: false,
        Values: { A: '1', ...nested },
        Host: { LocalHttpPort: 1 },
      },
    });
    const { values, port, warnings } = await readLocalSettings(directory);
    expect([values, port]).toEqual([{}, undefined]);
    expect(warnings).toEqual([expect.stringMatching(/nothing of it is used.*no texts: Nested\./)]);
  });

  test('a value of null is not set, and is named; so is a missing IsEncrypted', async () => {
    const directory = await tempApp({
      ...emptyApp,
      'local.settings.json': { Values: { A: '1', B: null, C: '' } },
    });
    const { values, warnings } = await readLocalSettings(directory);
    expect(values).toEqual({ A: '1', C: '' });
    expect(warnings).toEqual([
      expect.stringContaining("'B' is null"),
      expect.stringContaining('"IsEncrypted": false'),
    ]);
  });

  test('a variable that is set already wins and is named, an empty one does not hide the value', () => {
    const env: Record<string, string> = { A: 'environment', E: '', S: 'same' };
    expect(applyValues({ A: 'file', B: 'file', E: 'file', S: 'same' }, env)).toEqual(['A']);
    expect(env).toEqual({ A: 'environment', B: 'file', E: 'file', S: 'same' });
  });

  test('what of it is taken in another way is in the log', async () => {
    const directory = await tempApp({
      ...emptyApp,
      'local.settings.json': { Values: { FUNCTIONS_TEST_SHADOWED: 'file', FUNCTIONS_TEST_NULL: null } },
    });
    const host = await startHost({ env: { FUNCTIONS_TEST_SHADOWED: 'set' }, app: { directory } });
    expect(host.logText()).toContain(
      'overrides these values of local.settings.json: FUNCTIONS_TEST_SHADOWED.',
    );
    expect(host.logText()).toContain("'FUNCTIONS_TEST_NULL' is null");
  });

  test('values are in the environment before the app is loaded', async () => {
    const main = `const { app } = require('@azure/functions');
      app.http(process.env.FUNCTIONS_TEST_NAME, { handler: () => ({}) });`;
    const directory = await tempApp({
      ...emptyApp,
      'main.js': main,
      'local.settings.json': { Values: { FUNCTIONS_TEST_NAME: 'named' } },
    });
    const host = await startHost({ app: { directory } });
    expect(host.functions.map(({ name }) => name)).toEqual(['named']);
  });
});

test.each(['AzureWebJobs.off.Disabled', 'AzureWebJobs__off__Disabled'])(
  '%s takes a function out',
  async (name) => {
    const host = await startHost({
      env: { [name]: 'true' },
      app: {
        register: () => {
          app.http('off', { handler: () => ({}) });
          app.http('on', { handler: () => ({}) });
        },
      },
    });
    expect((await fetch(`${host.origin}/api/off`)).status).toBe(404);
    expect((await fetch(`${host.origin}/api/on`)).status).toBe(200);
    expect(host.logText()).toContain("Function 'off' is disabled");
  },
);

test('WEBSITE_HOSTNAME names host and port', async () => {
  const host = await hostOf(() =>
    app.http('f', { handler: () => ({ body: process.env.WEBSITE_HOSTNAME ?? '' }) }),
  );
  expect(await (await fetch(`${host.origin}/api/f`)).text()).toBe(`127.0.0.1:${host.port}`);
});

test('sdkBinding is named once: the function gets content instead of a client', async () => {
  const host = await hostOf(() =>
    app.storageBlob('b', { path: 'files/{name}', connection: 'None', sdkBinding: true, handler: () => {} }),
  );
  expect(host.logText()).toContain(
    "'b': the local host does not serve sdkBinding, the function gets content",
  );
});

test('triggers and bindings that are not served are named once', async () => {
  const host = await hostOf(() =>
    app.serviceBusQueue('q', {
      queueName: 'work',
      connection: 'Bus',
      extraOutputs: [output.table({ tableName: 'rows', connection: 'Storage' })],
      handler: () => {},
    }),
  );
  expect(host.logText()).toContain(
    "'q' does not run by itself: the local host does not serve serviceBusTrigger.",
  );
  expect(host.logText()).toContain('outputs are dropped: table.');
});
