import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { parseHostArguments } from '../../../local/functions/host-arguments.ts';
import { tempApp, tempDirectory } from './temp-app.ts';

const repository = resolve(import.meta.dirname, '../../..');

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

/** The command, built once as it is shipped: bundled, packages left outside. */
let command = '';
beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [join(repository, 'local/functions/host-command.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    write: false,
  });
  command = outputFiles[0]?.text ?? '';
});

type Running = { child: ChildProcess; out: () => string; err: () => string; exit: Promise<number | null> };

/** Starts the command in a process of its own; killed when the test ends, if it still runs. */
async function startCommand(args: string[]): Promise<Running> {
  const home = await tempApp({ 'host.mjs': command });
  const child = spawn(process.execPath, [join(home, 'host.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const exit = new Promise<number | null>((settle) => child.on('close', settle));
  return { child, out: () => out, err: () => err, exit };
}

/** The origin from the command's ready line. */
async function origin(running: Running): Promise<string> {
  return new Promise((settle, reject) => {
    const look = (): void => {
      const [, found] = /^Ready: (http:\/\/127\.0\.0\.1:\d+)$/m.exec(running.out()) ?? [];
      if (found) settle(found);
    };
    running.child.stdout?.on('data', look);
    running.child.on('close', () => reject(new Error(`ended before it was ready: ${running.err()}`)));
    look();
  });
}

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

test('an error that nobody catches is told of, and the host runs on', async () => {
  const main = `const { app } = require('@azure/functions');
    app.http('f', { handler: () => { setImmediate(() => { throw new Error('out of band'); }); return {}; } });`;
  const app = await tempApp({ 'package.json': { main: 'main.js' }, 'main.js': main });
  const running = await startCommand([app, '--port', '0', '--memory']);
  const url = await origin(running);
  await fetch(`${url}/api/f`);
  expect((await fetch(`${url}/api/f`)).status).toBe(200);
  expect(running.err()).toContain('out of band');
});

test('wrong arguments end the command with 2 and the usage', async () => {
  const running = await startCommand([]);
  expect(await running.exit).toBe(2);
  expect(running.err()).toContain('Usage: npm run host -- APPDIR');
});
