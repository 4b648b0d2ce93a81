import { app, output } from '@azure/functions';
import { QueueServiceClient } from '@azure/storage-queue';
import { describe, expect, onTestFinished, test } from 'vitest';
import { resolveConnection } from '../../../local/functions/storage/connection.ts';
import { DevelopmentStorage } from '../../../local/functions/storage/development-storage.ts';
import { StorageClients } from '../../../local/functions/storage/storage-clients.ts';
import { developmentAccount } from '../../../local/storage/development-account.ts';
import { startStorage } from '../../../local/storage/start-storage.ts';
import { startHost } from './start-host.ts';
import { tempDirectory } from './temp-app.ts';

describe('a connection', () => {
  test.each<[name: unknown, env: Record<string, string>, setting: string]>([
    ['Orders', { Orders: 'x' }, 'Orders'],
    ['Orders', { Orders: 'x', AzureWebJobsOrders: 'y' }, 'AzureWebJobsOrders'],
    [undefined, { AzureWebJobsStorage: 'x' }, 'AzureWebJobsStorage'],
    ['', { AzureWebJobsStorage: 'x' }, 'AzureWebJobsStorage'],
    ['Storage', { AzureWebJobsStorage: 'x' }, 'AzureWebJobsStorage'],
    ['AzureWebJobsStorage', { AzureWebJobsStorage: 'x' }, 'AzureWebJobsStorage'],
    ['orders', { ORDERS: 'x' }, 'orders'],
    ['%WHICH%', { WHICH: 'Orders', Orders: 'x' }, 'Orders'],
    [
      'Orders',
      { Orders__queueServiceUri: 'http://a', Orders__serviceUri: 'http://b' },
      'Orders__queueServiceUri',
    ],
    ['Orders', { Orders__serviceUri: 'http://b' }, 'Orders__serviceUri'],
    ['Orders', { Orders__accountName: 'a' }, 'Orders__accountName'],
    ['Orders', { 'ConnectionStrings:Orders': 'x' }, 'Orders'],
  ])('%s with %o is the setting %s', (name, env, setting) => {
    expect(resolveConnection(name, 'queue', env).setting).toBe(setting);
  });

  test.each<[name: unknown, env: Record<string, string>, setting: string]>([
    ['Orders', {}, 'Orders'],
    ['Orders', { Orders: ' ' }, 'Orders'],
    [undefined, {}, 'AzureWebJobsStorage'],
  ])('%s with %o is missing, and the setting to write is named', (name, env, setting) => {
    expect(() => resolveConnection(name, 'blob', env)).toThrow(
      `Storage account connection string '${setting}' does not exist. Set ${setting}, for example to "UseDevelopmentStorage=true"`,
    );
  });

  test('with an address of the development account is opened by its key', async () => {
    const storage = await startStorage({ service: 'queue', port: 0 });
    onTestFinished(() => storage.stop());
    const clients = new StorageClients({ Orders__queueServiceUri: `${storage.origin}/devstoreaccount1` });
    const { client, setting } = await clients.queues('Orders');
    await client.createQueue('work');
    expect(setting).toBe('Orders__queueServiceUri');
  });

  test('with an address that takes a managed identity is refused with what to write instead', async () => {
    const clients = new StorageClients({ Orders__accountName: 'shop' });
    await expect(clients.blobs('Orders')).rejects.toThrow(
      '"https://shop.blob.core.windows.net" is opened by a managed identity, which the local host has not. Use a connection string ("UseDevelopmentStorage=true"), or Azurite\'s address: http://127.0.0.1:10000/devstoreaccount1.',
    );
  });

  test('that is no connection string is named', async () => {
    await expect(new StorageClients({ Orders: 'hello' }).queues('Orders')).rejects.toThrow(
      'Orders is no storage connection:',
    );
  });
});

describe('the development storage', () => {
  /** A port that nobody listens on. */
  async function freePort(): Promise<number> {
    const storage = await startStorage({ service: 'queue', port: 0 });
    await storage.stop();
    return storage.port;
  }

  test('is started where nobody serves it, keeps its data, and ends', async () => {
    const dataDirectory = await tempDirectory();
    const ports = { blob: await freePort(), queue: await freePort(), table: await freePort() };
    const log: string[] = [];
    const start = async (): Promise<DevelopmentStorage> => {
      const storage = new DevelopmentStorage({
        dataDirectory,
        ports,
        log: (_, message) => log.push(message),
      });
      onTestFinished(() => storage.stop().catch(() => {}));
      await storage.serve(['queue']);
      await storage.serve(['queue']);
      return storage;
    };
    const { name, key } = developmentAccount;
    const client = QueueServiceClient.fromConnectionString(
      `DefaultEndpointsProtocol=http;AccountName=${name};AccountKey=${key};QueueEndpoint=http://127.0.0.1:${ports.queue}/${name}`,
    ).getQueueClient('work');
    const first = await start();
    await client.create();
    await first.stop();
    const second = await start();
    expect(await client.exists()).toBe(true);
    await second.stop();
    expect(log).toHaveLength(2);
    expect(log[0]).toContain(
      `Nobody served UseDevelopmentStorage=true, so Azurite's queue service is started at 127.0.0.1:${ports.queue}`,
    );
  });

  test('is left alone where somebody serves it', async () => {
    const storage = await startStorage({ service: 'blob', port: 0 });
    onTestFinished(() => storage.stop());
    const log: string[] = [];
    const development = new DevelopmentStorage({
      dataDirectory: undefined,
      ports: { blob: storage.port, queue: 9, table: 9 },
      log: (_, message) => log.push(message),
    });
    await development.serve(['blob']);
    await development.stop();
    expect(log).toEqual([]);
  });

  const connection = 'AzureWebJobsStorage';
  const development = { [connection]: 'UseDevelopmentStorage=true' };
  const queueOutput = output.storageQueue({ queueName: 'work', connection });

  test.each<[what: string, register: () => void, env: Record<string, string>, asked: string[][]]>([
    [
      'a queue output',
      () => app.http('f', { extraOutputs: [queueOutput], handler: () => ({}) }),
      development,
      [['queue'], ['blob', 'table']],
    ],
    ['no storage', () => app.http('f', { handler: () => ({}) }), development, [['blob', 'queue', 'table']]],
    [
      'another account',
      () => app.http('f', { extraOutputs: [queueOutput], handler: () => ({}) }),
      { [connection]: 'QueueEndpoint=http://127.0.0.1:9/a;SharedAccessSignature=s' },
      [],
    ],
    [
      'a disabled function',
      () => app.http('f', { extraOutputs: [queueOutput], handler: () => ({}) }),
      { ...development, 'AzureWebJobs.f.Disabled': '1' },
      [['blob', 'queue', 'table']],
    ],
    [
      'a blob input',
      () =>
        app.http('f', {
          extraInputs: [{ type: 'blob', name: 'in', path: 'a/b', connection } as never],
          handler: () => ({}),
        }),
      development,
      [['blob'], ['queue', 'table']],
    ],
  ])(
    'an app with %s gets first what its host uses, then what an SDK may',
    async (_, register, env, asked) => {
      const services: string[][] = [];
      await startHost({
        app: { register },
        env,
        async developmentStorage(needed) {
          services.push([...needed]);
        },
      });
      expect(services).toEqual(asked);
    },
  );
});
