import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type QueueClient, QueueServiceClient } from '@azure/storage-queue';
import { expect, onTestFinished, test } from 'vitest';
import { startStorage } from '../../../local/storage/start-storage.ts';

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-queues-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function queueStorage(
  directory: string,
): Promise<{ queue: QueueClient; returnUnfinished(): void; stop(): Promise<void> }> {
  const storage = await startStorage({ service: 'queue', port: 0, directory });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= storage.stop();
    return stopped;
  };
  onTestFinished(stop);
  return {
    queue: QueueServiceClient.fromConnectionString(storage.connectionString).getQueueClient('work'),
    returnUnfinished: storage.returnUnfinished,
    stop,
  };
}

test('messages are there again after a restart, with their counts', async () => {
  const directory = await temporaryDirectory();
  const first = await queueStorage(directory);
  await first.queue.create();
  for (const text of ['one', 'two']) await first.queue.sendMessage(text);
  const [taken] = (await first.queue.receiveMessages({ visibilityTimeout: 1 })).receivedMessageItems;
  await first.queue.deleteMessage(taken?.messageId ?? '', taken?.popReceipt ?? '');
  await first.stop();

  const second = await queueStorage(directory);
  const { peekedMessageItems } = await second.queue.peekMessages({ numberOfMessages: 5 });
  expect(peekedMessageItems.map(({ messageText }) => messageText)).toEqual(['two']);
});

test('messages of somebody who is gone can be made visible while the storage runs', async () => {
  const storage = await queueStorage(await temporaryDirectory());
  await storage.queue.create();
  await storage.queue.sendMessage('taken');
  await storage.queue.receiveMessages({ visibilityTimeout: 600 });
  storage.returnUnfinished();
  expect((await storage.queue.receiveMessages()).receivedMessageItems).toMatchObject([{ dequeueCount: 2 }]);
});

test('a message that was being worked on when the storage ended is visible at once, and counted', async () => {
  const directory = await temporaryDirectory();
  const first = await queueStorage(directory);
  await first.queue.create();
  await first.queue.sendMessage('taken');
  await first.queue.sendMessage('for later', { visibilityTimeout: 600 });
  await first.queue.receiveMessages({ visibilityTimeout: 600 });
  await first.stop();

  const second = await queueStorage(directory);
  const { receivedMessageItems } = await second.queue.receiveMessages({ numberOfMessages: 5 });
  expect(receivedMessageItems.map(({ messageText, dequeueCount }) => [messageText, dequeueCount])).toEqual([
    ['taken', 2],
  ]);
});
