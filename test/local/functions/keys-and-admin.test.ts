import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, output } from '@azure/functions';
import { describe, expect, test } from 'vitest';
import type { DurableEngine } from '../../../local/functions/index.ts';
import { deferred } from './deferred.ts';
import { hostOf, startHost, type TestHost } from './start-host.ts';
import { tempDirectory } from './temp-app.ts';

const engine: DurableEngine = {
  clientBinding: () => '{}',
  fetch: () => new Response('engine'),
  stop: async () => {},
};

function register(): void {
  app.http('open', { authLevel: 'anonymous', handler: () => ({}) });
  app.http('keyed', { authLevel: 'function', handler: () => ({}) });
  app.http('master', { authLevel: 'admin', handler: () => ({}) });
  app.http('unset', { handler: () => ({}) });
}

const guarded = (dataDirectory?: string): Promise<TestHost> =>
  startHost({
    app: { register },
    enforceKeys: true,
    durable: async () => engine,
    ...(dataDirectory !== undefined && { dataDirectory }),
  });

const status = async (host: TestHost, path: string, key?: string): Promise<number> =>
  (await fetch(host.origin + path, key === undefined ? {} : { headers: { 'x-functions-key': key } })).status;

describe('with keys enforced', () => {
  test('a function key opens function level, the master key everything, anonymous needs none', async () => {
    const host = await guarded();
    const { masterKey, functionKeys } = host.keys;
    const key = functionKeys.default;
    expect(await Promise.all(['open', 'unset'].map((name) => status(host, `/api/${name}`)))).toEqual([
      200, 200,
    ]);
    expect(
      await Promise.all([undefined, 'bad', key, masterKey].map((k) => status(host, '/api/keyed', k))),
    ).toEqual([401, 401, 200, 200]);
    expect(await Promise.all([undefined, key, masterKey].map((k) => status(host, '/api/master', k)))).toEqual(
      [401, 401, 200],
    );
  });

  test('the key may come as code, but the header counts first', async () => {
    const host = await guarded();
    const key = encodeURIComponent(host.keys.functionKeys.default ?? '');
    expect(await status(host, `/api/keyed?code=${key}`)).toBe(200);
    expect(await status(host, `/api/keyed?code=${key}`, 'bad')).toBe(401);
  });

  test("a function's own key opens that function only", async () => {
    const host = await guarded();
    host.keys.functions.keyed = { own: 'own-key' };
    expect(await status(host, '/api/keyed', 'own-key')).toBe(200);
    expect(await status(host, '/admin/functions', 'own-key')).toBe(401);
  });

  test('a refused call has an empty body', async () => {
    const host = await guarded();
    const response = await fetch(`${host.origin}/api/keyed`);
    expect([response.headers.get('content-length'), await response.text()]).toEqual(['0', '']);
  });

  test('the admin API takes the master key only: 401 without, 403 with a function key', async () => {
    const host = await guarded();
    const { masterKey, functionKeys } = host.keys;
    expect(
      await Promise.all(
        [undefined, functionKeys.default, masterKey].map((k) => status(host, '/admin/functions', k)),
      ),
    ).toEqual([401, 403, 200]);
  });

  test('ping and the front page are open, an unknown admin path is a 404', async () => {
    const host = await guarded();
    expect(
      await Promise.all(['/admin/host/ping', '/', '/admin/nope'].map((path) => status(host, path))),
    ).toEqual([200, 200, 404]);
  });

  test('the durable API takes the system key of the extension or the master key', async () => {
    const host = await guarded();
    const path = '/runtime/webhooks/durabletask/instances';
    const { masterKey, functionKeys, systemKeys } = host.keys;
    const keys = [undefined, functionKeys.default, systemKeys.durabletask_extension, masterKey];
    expect(await Promise.all(keys.map((key) => status(host, path, key)))).toEqual([401, 403, 200, 200]);
  });

  test('the loopback base of the Node client needs no key', async () => {
    expect(await status(await guarded(), '/durabletask/instances')).toBe(200);
  });

  test('keys are kept in the data folder, for the owner only', async () => {
    const dataDirectory = await tempDirectory();
    const first = await guarded(dataDirectory);
    const second = await guarded(dataDirectory);
    expect(second.keys).toEqual(first.keys);
    expect(JSON.parse(await readFile(join(dataDirectory, 'keys.json'), 'utf8')).masterKey).toBe(
      first.keys.masterKey,
    );
  });
});

test('without enforcement nobody needs a key', async () => {
  const host = await startHost({ app: { register }, durable: async () => engine });
  const paths = [
    '/api/master',
    '/admin/functions',
    '/runtime/webhooks/durabletask/instances',
    '/admin/host/keys',
  ];
  expect(await Promise.all(paths.map((path) => status(host, path)))).toEqual([200, 200, 200, 200]);
});

describe('the admin API', () => {
  test('tells the state of the host', async () => {
    const host = await hostOf(register);
    host.clock.advanceBy(1500);
    const state = await (await fetch(`${host.origin}/admin/host/status`)).json();
    expect(state).toMatchObject({
      state: 'Running',
      processUptime: 1500,
      functionAppContentEditingState: 'Unknown',
    });
    expect(Object.keys(state as object)).toEqual([
      'id',
      'state',
      'version',
      'versionDetails',
      'platformVersion',
      'instanceId',
      'computerName',
      'processUptime',
      'functionAppContentEditingState',
    ]);
  });

  test('ping is never cached', async () => {
    const { headers } = await fetch(`${(await hostOf(register)).origin}/admin/host/ping`);
    expect([headers.get('cache-control'), headers.get('pragma')]).toEqual(['no-store,no-cache', 'no-cache']);
  });

  test('lists functions with their bindings and URLs, and one by name', async () => {
    const host = await hostOf(() => app.http('Hello', { route: 'greet/{name}', handler: () => ({}) }));
    const expected = {
      name: 'Hello',
      isDisabled: false,
      invoke_url_template: `${host.origin}/api/greet/{name}`,
      config: { bindings: [{ type: 'httpTrigger' }, { type: 'http', name: '$return' }] },
    };
    expect(await (await fetch(`${host.origin}/admin/functions`)).json()).toMatchObject([expected]);
    expect(await (await fetch(`${host.origin}/admin/functions/hello`)).json()).toMatchObject(expected);
    expect(await (await fetch(`${host.origin}/admin/functions/hello/status`)).json()).toEqual({});
    expect((await fetch(`${host.origin}/admin/functions/nope`)).status).toBe(404);
  });

  test('runs a function without HTTP trigger by hand', async () => {
    const ran = deferred<unknown>();
    const host = await hostOf(() =>
      app.storageQueue('q', { queueName: 'a', connection: 'b', handler: (item) => ran.resolve(item) }),
    );
    const run = (body: string, type = 'application/json') =>
      fetch(`${host.origin}/admin/functions/q`, { method: 'POST', body, headers: { 'content-type': type } });
    expect((await run('{')).status).toBe(400);
    expect((await run('{}', 'text/plain')).status).toBe(415);
    const answer = await run('{"input":"{\\"order\\":1}"}');
    expect([answer.status, await answer.text()]).toEqual([202, '']);
    expect(await ran.promise).toEqual({ order: 1 });
  });

  test('names what is wrong with a function under its status', async () => {
    const host = await hostOf(() => app.http('bad', { route: 'admin/x', handler: () => ({}) }));
    expect(await (await fetch(`${host.origin}/admin/functions/bad/status`)).json()).toEqual({
      errors: ['The specified route conflicts with one or more built in routes.'],
    });
  });

  test('shows the settings in force', async () => {
    const host = await hostOf(register, {
      extensions: { http: { routePrefix: 'x' }, durableTask: { a: 1 } },
    });
    const response = await fetch(`${host.origin}/admin/host/config`);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(JSON.parse(await response.text())).toMatchObject({
      extensions: { http: { routePrefix: 'x' }, durableTask: { a: 1, hubName: 'TestHubName' } },
    });
  });

  // As the options of the Storage extension 5 format themselves (their public source).
  test('shows the settings of queues and blobs of an app that uses them', async () => {
    const configOf = async (add: () => void): Promise<unknown> => {
      const extensions = {
        queues: {
          batchSize: 4,
          visibilityTimeout: '1.00:00:30.5',
          maxPollingInterval: '00:00:05',
          messageEncoding: 'none',
        },
        blobs: { maxDegreeOfParallelism: 2 },
      };
      const host = await startHost({
        app: { register: add, hostJson: { extensions } },
        servesStorage: false,
      });
      return JSON.parse(await (await fetch(`${host.origin}/admin/host/config`)).text()).extensions;
    };
    const handler = () => {};
    const queues = {
      batchSize: 4,
      newBatchThreshold: 2,
      maxPollingInterval: '00:00:05',
      maxDequeueCount: 5,
      visibilityTimeout: '1.00:00:30.5000000',
      messageEncoding: 'None',
    };
    const ofQueue = await configOf(() =>
      app.storageQueue('q', { queueName: 'q', connection: 'Storage', handler }),
    );
    expect(ofQueue).toMatchObject({ queues });
    expect(ofQueue).not.toHaveProperty('blobs');
    const ofOutput = await configOf(() =>
      app.timer('t', {
        schedule: '0 0 0 1 1 *',
        return: output.storageBlob({ path: 'a/b', connection: 'Storage' }),
        handler,
      }),
    );
    expect(ofOutput).toMatchObject({ blobs: { maxDegreeOfParallelism: 2, poisonBlobThreshold: 5 } });
    expect(ofOutput).not.toHaveProperty('queues');
  });

  test('restarts a host that can be restarted, once the caller has its answer', async () => {
    const asked = deferred();
    const host = await startHost({ app: { register }, restart: asked.resolve });
    const response = await fetch(`${host.origin}/admin/host/restart`, { method: 'POST' });
    expect([response.status, Object.keys((await response.json()) as object)]).toEqual([
      200,
      [
        'isSelfHost',
        'secretsPath',
        'scriptPath',
        'logPath',
        'testDataPath',
        'hasParentScope',
        'isStandbyConfiguration',
        'isFileSystemReadOnly',
        'isScmRunFromPackage',
      ],
    ]);
    await asked.promise;
  });

  test('says that a host inside another program cannot be restarted', async () => {
    const host = await hostOf(register);
    const response = await fetch(`${host.origin}/admin/host/restart`, { method: 'POST' });
    expect([response.status, await response.text()]).toEqual([
      501,
      'This host cannot load its app anew: it runs inside another program.',
    ]);
  });

  test('the front page says that the app is up', async () => {
    const response = await fetch((await hostOf(register)).origin);
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(await response.text()).toContain('Your Azure Function App is up and running.');
  });
});
