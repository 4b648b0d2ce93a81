/** The process that is the host and the one that keeps it, about the storage that the app's functions need. */
import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { QueueServiceClient } from '@azure/storage-queue';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { HostProcess } from '../../../local/functions/process/host-keeper.ts';
import type { FromHost } from '../../../local/functions/process/messages.ts';
import { serveStorageTo } from '../../../local/functions/process/serve-storage.ts';
import { DevelopmentStorage } from '../../../local/functions/storage/development-storage.ts';
import { developmentAccount } from '../../../local/storage/development-account.ts';
import { startStorage } from '../../../local/storage/start-storage.ts';
import { deferred } from './deferred.ts';
import { buildCommand, programFolder } from './host-command-process.ts';
import { tempApp } from './temp-app.ts';

beforeAll(buildCommand);

const limitMs = 30_000;

/** Starts the process of a host as the command does, without its keeper. */
async function startHostProcess(appDirectory: string): Promise<HostProcess> {
  const given = { appDirectory, dataDirectory: undefined, verbose: false, showReplay: false };
  const child = fork(join(await programFolder(), 'host-child.js'), [JSON.stringify(given)], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    send: (message) => void child.send(message),
    give: () => false,
    notTaken: () => [],
    kill: () => void child.kill('SIGKILL'),
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromHost)),
    onExit: (listener) => void child.on('exit', (code) => listener(code ?? 137)),
  };
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const storage = await startStorage({ service: 'queue', port: 0 });
  await storage.stop();
  return storage.port;
}

test('a host waits for the storage that it wants, works on its queue, and leaves what it held to the next', async () => {
  const ports = { blob: await freePort(), queue: await freePort(), table: await freePort() };
  const { name, key } = developmentAccount;
  // The development storage, with the address of this test in the place of the usual one.
  const connection = `DefaultEndpointsProtocol=http;AccountName=${name};AccountKey=${key};QueueEndpoint=http://127.0.0.1:${ports.queue}/${name};UseDevelopmentStorage=true`;
  const app = await tempApp({
    'package.json': { main: 'main.js' },
    'local.settings.json': { IsEncrypted: false, Values: { AzureWebJobsStorage: connection } },
    'main.js': `
      const { writeFileSync } = require('node:fs');
      require('@azure/functions').app.storageQueue('work', {
        queueName: 'work',
        connection: 'AzureWebJobsStorage',
        handler: (item) => {
          writeFileSync(item.file, 'done');
          return new Promise(() => {});
        },
      });`,
  });
  const happened: string[] = [];
  const mayServe = deferred();
  const wanted = deferred();
  const storage = new DevelopmentStorage({ dataDirectory: undefined, ports, log: () => {} });
  onTestFinished(() => storage.stop());
  const start = async (): Promise<HostProcess> => {
    const host = await startHostProcess(app);
    serveStorageTo(host, {
      async serve(services) {
        happened.push(`wants ${services.join()}`);
        wanted.resolve();
        await mayServe.promise;
        await storage.serve(services);
        happened.push('served');
      },
      returnUnfinished() {
        happened.push('returned');
        storage.returnUnfinished();
      },
    });
    host.onMessage(({ kind }) => {
      if (kind === 'ready') happened.push(kind);
    });
    host.send({ kind: 'start', port: 0 });
    return host;
  };

  const first = await start();
  await wanted.promise;
  mayServe.resolve();
  await vi.waitFor(() => expect(happened.filter((one) => one !== 'served').at(-1)).toBe('ready'), limitMs);
  // Its code may use the others through an SDK, so they come, too; but nobody waits for them.
  expect(happened.slice(0, 3)).toEqual(['wants queue', 'served', 'wants blob,table']);

  const queue = QueueServiceClient.fromConnectionString(connection).getQueueClient('work');
  await queue.create();
  const file = join(app, 'taken.txt');
  const message = Buffer.from(JSON.stringify({ file })).toString('base64');
  await queue.sendMessage(message);
  await vi.waitFor(() => expect(existsSync(file) && readFileSync(file, 'utf8')).toBe('done'), limitMs);

  expect((await queue.receiveMessages()).receivedMessageItems).toEqual([]);
  first.kill();
  await vi.waitFor(() => expect(happened).toContain('returned'), limitMs);
  expect((await queue.receiveMessages()).receivedMessageItems).toMatchObject([{ messageText: message }]);
});

test('an app that uses the development storage through an SDK alone finds all three services', async () => {
  const ports = { blob: await freePort(), queue: await freePort(), table: await freePort() };
  const storage = new DevelopmentStorage({ dataDirectory: undefined, ports, log: () => {} });
  onTestFinished(() => storage.stop());
  const app = await tempApp({
    'package.json': { main: 'main.js' },
    'local.settings.json': { IsEncrypted: false, Values: { MyData: 'UseDevelopmentStorage=true' } },
    'main.js': `require('@azure/functions').app.http('f', { handler: () => ({}) });`,
  });
  const served = deferred();
  const host = serveStorageTo(await startHostProcess(app), {
    async serve(services) {
      await storage.serve(services);
      served.resolve();
    },
    returnUnfinished: () => {},
  });
  host.send({ kind: 'start', port: 0 });
  await served.promise;
  for (const [service, path] of [
    ['blob', '?comp=list'],
    ['queue', '?comp=list'],
    ['table', '/Tables'],
  ] as const)
    expect((await fetch(`http://127.0.0.1:${ports[service]}/devstoreaccount1${path}`)).status).toBe(403);
});
