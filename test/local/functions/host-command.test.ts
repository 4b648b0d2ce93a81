import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseHostArguments } from '../../../local/functions/host-arguments.ts';
import { buildCommand, origin, startCommand } from './host-command-process.ts';
import { tempApp, tempDirectory } from './temp-app.ts';

beforeAll(buildCommand);

describe('arguments', () => {
  test('the data folder is in the app unless named, and none with --memory', async () => {
    const app = await tempDirectory();
    expect(parseHostArguments([app], '/')).toEqual({
      appDirectory: app,
      port: undefined,
      dataDirectory: join(app, '.slipway-host'),
      verbose: false,
      showReplay: false,
      imitateAzure: undefined,
      watch: true,
      inspect: undefined,
    });
    expect(parseHostArguments([app, '--data', 'state', '--port', '0'], '/home/me')).toMatchObject({
      port: 0,
      dataDirectory: '/home/me/state',
    });
    expect(parseHostArguments(['--memory', app], '/').dataDirectory).toBeUndefined();
  });

  test.each([
    [['--imitate-azure=timers'], { earlyTimers: true }],
    [['--imitate-azure=redelivery,order:42'], { redelivery: true, randomOrder: 42 }],
    [['--imitate-azure'], { earlyTimers: true, redelivery: true, randomOrder: expect.any(Number) }],
  ])('%j names what of Azure to imitate', (args, imitateAzure) => {
    expect(parseHostArguments([...args, '/'], '/').imitateAzure).toEqual(imitateAzure);
  });

  test("Node's inspect flags are for the app's process, with a port or without", async () => {
    const app = await tempDirectory();
    expect(parseHostArguments(['--inspect-brk=9230', app], '/').inspect).toBe('--inspect-brk=9230');
    expect(parseHostArguments([app, '--inspect'], '/').inspect).toBe('--inspect');
    expect(() => parseHostArguments([app, '--inspect=all'], '/')).toThrow("Unknown option '--inspect'");
  });

  test('a relative path counts from where npm was called', async () => {
    const root = await tempDirectory();
    await mkdir(join(root, 'app'));
    expect(parseHostArguments(['app'], '/', root).appDirectory).toBe(join(root, 'app'));
  });

  test.each<[args: string[], message: string]>([
    [[], 'Name the directory of the app: npm run host -- APPDIR'],
    [['/', '/tmp'], 'One app at a time'],
    [['/no/such/app'], 'is no directory. Name the folder that holds the app'],
    [['/', '--port', 'high'], '--port "high" is no port. Write a number from 0 to 65535'],
    [['/', '--port', '70000'], 'is no port'],
    [['/', '--memory', '--data', 'x'], 'choose one of them'],
    [['/', '--prot', '1'], "Unknown option '--prot'"],
    [['/', '--imitate-azure=timer'], '"timer" is unknown. Name some of timers, redelivery, order'],
  ])('%j is refused with what to do', (args, message) => {
    expect(() => parseHostArguments(args, '/')).toThrow(message);
  });
});

const chainApp = {
  'package.json': { type: 'module', main: 'main.js' },
  'main.js': `
    import { app } from '@azure/functions';
    import * as df from 'durable-functions';
    df.app.activity('Hello', { handler: (name) => 'Hi ' + name });
    df.app.orchestration('Chain', function* (context) {
      return [yield context.df.callActivity('Hello', 'Tokyo'), yield context.df.callActivity('Hello', 'Paris')];
    });
    app.http('run', { extraInputs: [df.input.durableClient()], handler: async (request, context) => {
      const client = df.getClient(context);
      const id = await client.startNew('Chain', { instanceId: request.query.get('id') });
      return client.waitForCompletionOrCreateCheckStatusResponse(request, id, { timeoutInMilliseconds: 20000, retryIntervalInMilliseconds: 20 });
    } });
    app.http('where', { handler: () => ({ body: process.cwd() }) });`,
};

test.each(['SIGINT', 'SIGTERM'] as const)('serves a durable app and ends cleanly on %s', async (signal) => {
  const app = await tempApp(chainApp);
  const running = await startCommand([app, '--port', '0', '--memory']);
  const url = await origin(running);
  expect(await (await fetch(`${url}/api/run?id=one`)).json()).toEqual(['Hi Tokyo', 'Hi Paris']);
  expect(await (await fetch(`${url}/api/where`)).text()).toBe(app);
  running.child.kill(signal);
  expect(await running.exit).toBe(0);
});

test('durable state is there again after a restart', async () => {
  const app = await tempApp(chainApp);
  const data = join(await tempDirectory(), 'state');
  const first = await startCommand([app, '--port', '0', '--data', data]);
  expect((await fetch(`${await origin(first)}/api/run?id=kept`)).status).toBe(200);
  first.child.kill('SIGKILL');
  await first.exit;
  const second = await startCommand([app, '--port', '0', '--data', data]);
  const status = await fetch(`${await origin(second)}/runtime/webhooks/durabletask/instances/kept`);
  expect(await status.json()).toMatchObject({ runtimeStatus: 'Completed', output: ['Hi Tokyo', 'Hi Paris'] });
});

test('the functions are listed at the start, those with a URL first', async () => {
  const app = await tempApp({
    'package.json': { main: 'main.js' },
    'host.json': { extensions: { http: { routePrefix: 'v1' } } },
    'main.js': `
      const { app } = require('@azure/functions');
      app.timer('clean', { schedule: '0 0 0 1 1 *', handler: () => {} });
      app.http('order', { methods: ['GET', 'PUT'], route: 'orders/{id}', handler: () => ({}) });`,
  });
  const running = await startCommand([app, '--port', '0', '--memory']);
  const url = await origin(running);
  await running.says(`Functions:\n  order: [GET,PUT] ${url}/v1/orders/{id}\n  clean: timerTrigger\n`);
});

test('the port comes from local.settings.json, a port in use ends the command with its number', async () => {
  const app = await tempApp(chainApp);
  const first = await startCommand([app, '--port', '0', '--memory']);
  const { port } = new URL(await origin(first));
  const other = await tempApp({
    ...chainApp,
    'local.settings.json': { Host: { LocalHttpPort: Number(port) } },
  });
  const second = await startCommand([other, '--memory']);
  expect(await second.exit).toBe(1);
  expect(second.err()).toContain(`Port ${port} on 127.0.0.1 is in use.`);
});

test('an app that cannot be loaded is told of, and the host runs on', async () => {
  const app = await tempApp({ 'package.json': { main: 'main.js' }, 'main.js': 'const = ;' });
  const running = await startCommand([app, '--port', '0', '--memory']);
  expect((await fetch(`${await origin(running)}/api/run`)).status).toBe(404);
  expect(running.err()).toContain('Worker was unable to load entry point "main.js"');
});

test('wrong arguments end the command with 2 and the usage', async () => {
  const running = await startCommand([]);
  expect(await running.exit).toBe(2);
  expect(running.err()).toContain('Usage: npm run host -- APPDIR');
});
