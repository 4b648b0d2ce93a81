import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { type QueueClient, QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll } from 'vitest';
import type { FunctionsHostOptions } from '../../../local/functions/index.ts';
import { type Storage, startStorage } from '../../../local/storage/start-storage.ts';
import { startHost, type TestHost } from './start-host.ts';

/** A storage account in memory, served by Azurite, for all tests of a file: tests use names of their own. */
export type TestStorage = {
  connectionString(): string;
  blobs(): BlobServiceClient;
  queues(): QueueServiceClient;
};

export function useStorage(): TestStorage {
  const started: Storage[] = [];
  beforeAll(async () => {
    for (const service of ['blob', 'queue'] as const) started.push(await startStorage({ service, port: 0 }));
  });
  afterAll(() => Promise.all(started.map((storage) => storage.stop())));
  const connectionString = (): string =>
    [...new Set(started.flatMap((storage) => storage.connectionString.split(';')))].join(';');
  return {
    connectionString,
    blobs: () => BlobServiceClient.fromConnectionString(connectionString()),
    queues: () => QueueServiceClient.fromConnectionString(connectionString()),
  };
}

export type StorageHost = TestHost & {
  /** Moves the clock from timer to timer until the condition holds; resolves with its value. */
  until<Value>(condition: () => Value | Promise<Value>): Promise<NonNullable<Value>>;
};

/** A host on a virtual clock whose AzureWebJobsStorage is the test's account. */
export async function storageHost(
  storage: TestStorage,
  register: () => void,
  { env, hostJson, ...options }: Partial<FunctionsHostOptions> & { hostJson?: Record<string, unknown> } = {},
): Promise<StorageHost> {
  const host = await startHost({
    ...options,
    env: { AzureWebJobsStorage: storage.connectionString(), AzureFunctionsWebHost__hostid: 'test', ...env },
    app: { register, ...(hostJson && { hostJson }) },
  });
  return Object.assign(host, {
    async until<Value>(condition: () => Value | Promise<Value>) {
      for (;;) {
        const value = await condition();
        if (value) return value;
        host.clock.advanceToNext();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  });
}

/** Names for queues and containers, each once. */
export function namesFrom(prefix: string): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `${prefix}-${count}`;
  };
}

/** A new queue with messages in base64, as the host expects them. */
export async function queueWith(
  storage: TestStorage,
  name: string,
  ...messages: unknown[]
): Promise<QueueClient> {
  const queue = storage.queues().getQueueClient(name);
  await queue.createIfNotExists();
  for (const message of messages) await queue.sendMessage(base64(message));
  return queue;
}

function base64(message: unknown): string {
  return Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)).toString('base64');
}

/** The texts of a queue's visible messages; none when there is no such queue. */
export async function texts(storage: TestStorage, name: string): Promise<string[]> {
  const queue = storage.queues().getQueueClient(name);
  if (!(await queue.exists())) return [];
  const { peekedMessageItems } = await queue.peekMessages({ numberOfMessages: 32 });
  return peekedMessageItems.map(({ messageText }) => Buffer.from(messageText, 'base64').toString('utf8'));
}

/** How many messages a queue holds, hidden ones included. */
export async function messageCount(queue: QueueClient): Promise<number> {
  return (await queue.getProperties()).approximateMessagesCount ?? 0;
}

/** A new container with text blobs. */
export async function containerWith(
  storage: TestStorage,
  name: string,
  blobs: Record<string, string | Buffer> = {},
): Promise<ContainerClient> {
  const container = storage.blobs().getContainerClient(name);
  await container.createIfNotExists();
  for (const [blob, content] of Object.entries(blobs)) await putText(container, blob, content);
  return container;
}

export async function putText(
  container: ContainerClient,
  blob: string,
  content: string | Buffer,
): Promise<void> {
  await container.getBlockBlobClient(blob).uploadData(Buffer.from(content));
}

/** A blob's content; undefined when there is none. */
export async function blobContent(
  storage: TestStorage,
  container: string,
  blob: string,
): Promise<Buffer | undefined> {
  const client = storage.blobs().getContainerClient(container).getBlobClient(blob);
  return (await client.exists()) ? client.downloadToBuffer() : undefined;
}
