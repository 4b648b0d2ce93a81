import { app, type InvocationContext, output } from '@azure/functions';
import { QueueServiceClient } from '@azure/storage-queue';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startStorage } from '../../../local/storage/start-storage.ts';
import { deferred } from './deferred.ts';
import { messageCount, namesFrom, queueWith, storageHost, texts, useStorage } from './storage-host.ts';

const storage = useStorage();
const freshName = namesFrom('queue');

type Seen = { item: unknown; metadata: Record<string, unknown> };

/** A queue function that notes what it gets and does what it is told. */
function queueFunction(
  queueName: string,
  act: (item: unknown, context: InvocationContext) => unknown = () => {},
  options: object = {},
): { register: () => void; seen: Seen[] } {
  const seen: Seen[] = [];
  return {
    seen,
    register: () =>
      app.storageQueue('onMessage', {
        queueName,
        connection: 'AzureWebJobsStorage',
        ...options,
        handler: async (item, context) => {
          seen.push({ item, metadata: { ...context.triggerMetadata } });
          await act(item, context);
        },
      }),
  };
}

test('JSON reaches the function as a value, other text as text, and what is done is deleted', async () => {
  const name = freshName();
  const queue = await queueWith(storage, name, { order: 1 }, 'plain text', '5', '[1,2]');
  const { register, seen } = queueFunction(name);
  const host = await storageHost(storage, register);
  await host.until(async () => (await messageCount(queue)) === 0);
  expect(seen.map(({ item }) => item)).toEqual(
    expect.arrayContaining([{ order: 1 }, 'plain text', 5, [1, 2]]),
  );
});

test('the metadata tells of the message, and of the properties of a JSON object', async () => {
  const name = freshName();
  await queueWith(storage, name, { Title: 'a', count: 2, done: true, tags: ['x'], nested: { Deep: 1 } });
  const { register, seen } = queueFunction(name);
  const host = await storageHost(storage, register);
  await host.until(() => seen.length === 1);
  const date = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
  expect(seen[0]?.metadata).toEqual({
    queueTrigger: { title: 'a', count: 2, done: true, tags: ['x'], nested: { deep: 1 } },
    dequeueCount: 1,
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    insertionTime: date,
    expirationTime: date,
    nextVisibleTime: date,
    popReceipt: expect.any(String),
    title: 'a',
    count: 2,
    done: 'True',
    nested: { deep: 1 },
  });
});

test('a property of the message hides what the host says under that name', async () => {
  const name = freshName();
  await queueWith(storage, name, { id: 'order-7' });
  const { register, seen } = queueFunction(name);
  const host = await storageHost(storage, register);
  await host.until(() => seen.length === 1);
  expect(seen[0]?.metadata.id).toBe('order-7');
});

test('a message that fails is tried five times, then moved to the poison queue', async () => {
  const name = freshName();
  const queue = await queueWith(storage, name, 'bad');
  const { register, seen } = queueFunction(name, () => Promise.reject(new Error('cannot take it')));
  const host = await storageHost(storage, register);
  await host.until(async () => (await texts(storage, `${name}-poison`)).length > 0);
  expect(await texts(storage, `${name}-poison`)).toEqual(['bad']);
  expect(seen.map(({ metadata }) => metadata.dequeueCount)).toEqual([1, 2, 3, 4, 5]);
  await host.until(async () => (await messageCount(queue)) === 0);
  expect(host.logText()).toContain('cannot take it');
  expect(host.logText()).toContain(
    `Message has reached MaxDequeueCount of 5. Moving message to queue '${name}-poison'.`,
  );
});

test('host.json says how often a message is tried and how long it rests in between', async () => {
  const name = freshName();
  const queue = await queueWith(storage, name, 'bad');
  const { register, seen } = queueFunction(name, () => Promise.reject(new Error('no')));
  const hostJson = { extensions: { queues: { maxDequeueCount: 1 } } };
  const host = await storageHost(storage, register, { hostJson });
  await host.until(async () => (await messageCount(queue)) === 0);
  expect(seen).toHaveLength(1);

  const resting = freshName();
  const hidden = await queueWith(storage, resting, 'bad');
  const other = queueFunction(resting, () => Promise.reject(new Error('no')));
  const second = await storageHost(storage, other.register, {
    hostJson: { extensions: { queues: { visibilityTimeout: '01:00:00' } } },
  });
  await second.until(() => other.seen.length === 1);
  await second.stop();
  expect([await texts(storage, resting), await messageCount(hidden)]).toEqual([[], 1]);
});

test('messages are worked on side by side, a batch at a time', async () => {
  const name = freshName();
  const queue = await queueWith(storage, name, '1', '2', '3');
  const gates = [deferred(), deferred(), deferred()];
  const { register, seen } = queueFunction(name, (item) => gates[Number(item) - 1]?.promise);
  const hostJson = { extensions: { queues: { batchSize: 2, newBatchThreshold: 0 } } };
  const host = await storageHost(storage, register, { hostJson });
  await host.until(() => seen.length === 2);
  gates[0]?.resolve();
  await host.until(async () => (await messageCount(queue)) === 2);
  expect(seen).toHaveLength(2);
  gates[1]?.resolve();
  await host.until(() => seen.length === 3);
  gates[2]?.resolve();
});

test('the name may come from a setting and is put in lower case', async () => {
  const name = freshName();
  await queueWith(storage, name, 'hello');
  const { register, seen } = queueFunction('%WORK_QUEUE%');
  const host = await storageHost(storage, register, { env: { WORK_QUEUE: name.toUpperCase() } });
  await host.until(() => seen.length === 1);
});

test.each<[queueName: string, options: object, message: string]>([
  ['%MISSING%', {}, "'%MISSING%' does not resolve to a value. Set MISSING"],
  ['no_queue', {}, '"no_queue" is no queue name. A queue name has 3 to 63 letters'],
  ['work-{id}', {}, 'The queue "work-{id}" of a trigger cannot depend on data'],
  ['work', { connection: 'Other' }, "Storage account connection string 'Other' does not exist. Set Other"],
])('the queue %s puts the function in error', async (queueName, options, message) => {
  const host = await storageHost(storage, queueFunction(queueName, () => {}, options).register);
  expect(host.logText()).toContain(`The 'onMessage' function is in error: ${message}`);
});

test('a queue that is not there is told of once and not made; its messages come when it is', async () => {
  const name = freshName();
  const { register, seen } = queueFunction(name);
  const host = await storageHost(storage, register);
  const told = `The queue '${name}' does not exist yet`;
  await host.until(() => host.logText().includes(told));
  expect(await storage.queues().getQueueClient(name).exists()).toBe(false);
  await queueWith(storage, name, 'hello');
  await host.until(() => seen.length === 1);
  expect(host.log.filter(({ message }) => message.includes(told))).toHaveLength(1);
});

describe('message encoding', () => {
  test('what is not base64 is moved to the poison queue as it is, with advice', async () => {
    const name = freshName();
    const queue = await queueWith(storage, name);
    await queue.sendMessage('hello <there>');
    const { register, seen } = queueFunction(name);
    const host = await storageHost(storage, register);
    await host.until(async () => (await messageCount(queue)) === 0);
    const poison = storage.queues().getQueueClient(`${name}-poison`);
    expect((await poison.peekMessages()).peekedMessageItems[0]?.messageText).toBe('hello <there>');
    expect(seen).toEqual([]);
    expect(host.logText()).toContain('set host.json extensions.queues.messageEncoding to "none"');
  });

  test('with "none" text is taken as it is, and sent as it is', async () => {
    const name = freshName();
    const queue = await queueWith(storage, name);
    await queue.sendMessage('hello <there>');
    const answers = freshName();
    const answer = output.storageQueue({ queueName: answers, connection: 'AzureWebJobsStorage' });
    const host = await storageHost(
      storage,
      () =>
        app.storageQueue('onMessage', {
          queueName: name,
          connection: 'AzureWebJobsStorage',
          return: answer,
          handler: (item) => `got ${item}`,
        }),
      { hostJson: { extensions: { queues: { messageEncoding: 'none' } } } },
    );
    await host.until(async () => (await messageCount(queue)) === 0);
    const { peekedMessageItems } = await storage.queues().getQueueClient(answers).peekMessages();
    expect(peekedMessageItems.map(({ messageText }) => messageText)).toEqual(['got hello <there>']);
  });

  test('bytes reach a function that asks for them', async () => {
    const name = freshName();
    const queue = await queueWith(storage, name);
    await queue.sendMessage(Buffer.from([0xff, 0, 1]).toString('base64'));
    const { register, seen } = queueFunction(name, () => {}, { dataType: 'binary' });
    const host = await storageHost(storage, register);
    await host.until(() => seen.length === 1);
    expect(seen[0]?.item).toEqual(Buffer.from([0xff, 0, 1]));
  });
});

test('a disabled function takes no message', async () => {
  const name = freshName();
  const queue = await queueWith(storage, name, 'hello');
  const { register, seen } = queueFunction(name);
  const host = await storageHost(storage, register, { env: { 'AzureWebJobs.onMessage.Disabled': 'true' } });
  await host.stop();
  expect([seen, await messageCount(queue)]).toEqual([[], 1]);
});

test('a stopping host lets running functions end and deletes their messages', async () => {
  const name = freshName();
  const queue = await queueWith(storage, name, 'hello');
  const gate = deferred();
  const { register, seen } = queueFunction(name, () => gate.promise);
  const host = await storageHost(storage, register);
  await host.until(() => seen.length === 1);
  const stopped = host.stop();
  gate.resolve();
  await stopped;
  expect(await messageCount(queue)).toBe(0);
});

test("a message whose function outlasts the host's grace is given back at once", async () => {
  const name = freshName();
  await queueWith(storage, name, 'long');
  const gate = deferred();
  const { register, seen } = queueFunction(name, () => gate.promise);
  const host = await storageHost(storage, register);
  await host.until(() => seen.length === 1);
  const stopped = host.stop();
  host.clock.advanceBy(10_000);
  await host.until(async () => (await texts(storage, name)).length === 1);
  await stopped;
  gate.resolve();
  const next = queueFunction(name);
  const second = await storageHost(storage, next.register);
  await second.until(() => next.seen.length === 1);
  expect(next.seen[0]?.metadata.dequeueCount).toBe(2);
});

test('a chain from queue to queue goes on at once, without waiting for a poll', async () => {
  const second = freshName();
  await queueWith(storage, second);
  const seen: unknown[] = [];
  const next = output.storageQueue({ queueName: second, connection: 'AzureWebJobsStorage' });
  const host = await storageHost(storage, () => {
    app.http('begin', {
      extraOutputs: [next],
      handler: (_, context) => {
        context.extraOutputs.set(next, { step: 1 });
        return {};
      },
    });
    app.storageQueue('second', {
      queueName: second,
      connection: 'AzureWebJobsStorage',
      handler: (item) => void seen.push(item),
    });
  });
  // The clock stands still from here on.
  await host.until(() => host.clock.nextDueMs !== undefined);
  expect((await fetch(`${host.origin}/api/begin`, { method: 'POST' })).status).toBe(200);
  while (seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(seen).toEqual([{ step: 1 }]);
});

test('a function is run by hand with a text as its message', async () => {
  const { register, seen } = queueFunction(freshName());
  const host = await storageHost(storage, register);
  const response = await fetch(`${host.origin}/admin/functions/onMessage`, {
    method: 'POST',
    body: JSON.stringify({ input: '{"order":1}' }),
    headers: { 'content-type': 'application/json' },
  });
  expect(response.status).toBe(202);
  await host.until(() => seen.length === 1);
  expect(seen[0]).toMatchObject({ item: { order: 1 }, metadata: { dequeueCount: 0, order: 1 } });
});

test('a storage that nobody serves is told of once, with setting, address and what to do', async () => {
  const { register } = queueFunction(freshName());
  const env = {
    AzureWebJobsStorage: storage.connectionString().replace(/(QueueEndpoint=http:\/\/127.0.0.1):\d+/, '$1:9'),
  };
  const host = await storageHost(
    storage,
    () => {
      register();
      app.storageQueue('other', { queueName: freshName(), connection: '', handler: () => {} });
    },
    { env },
  );
  const told = () => host.log.filter(({ message }) => message.includes('cannot be reached'));
  await host.until(() => told().length > 0);
  for (let round = 0; round < 5; round += 1) host.clock.advanceBy(60_000);
  expect(told().map(({ message }) => message)).toEqual([
    'The storage of the setting AzureWebJobsStorage cannot be reached at 127.0.0.1:9, so its queue triggers wait. Start it (npx azurite) or correct the setting; the host tries again by itself.',
  ]);
});

test('a storage that comes back is told of, and its messages run', async () => {
  const first = await startStorage({ service: 'queue', port: 0 });
  await first.stop();
  const name = freshName();
  const { register, seen } = queueFunction(name);
  const host = await storageHost(storage, register, {
    env: { AzureWebJobsStorage: first.connectionString },
  });
  await host.until(() => host.logText().includes('cannot be reached'));
  const second = await startStorage({ service: 'queue', port: first.port });
  onTestFinished(() => second.stop());
  const queue = QueueServiceClient.fromConnectionString(second.connectionString).getQueueClient(name);
  await queue.create();
  await queue.sendMessage('NQ==');
  await host.until(() => seen.length === 1);
  expect(host.logText()).toContain(
    `The storage of the setting AzureWebJobsStorage answers again at 127.0.0.1:${first.port}.`,
  );
});
