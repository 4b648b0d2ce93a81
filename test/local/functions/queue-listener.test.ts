import { describe, expect, onTestFinished, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { BackOff } from '../../../local/functions/queue/back-off.ts';
import { QueueListener } from '../../../local/functions/queue/queue-listener.ts';
import { azureQueue } from '../../../local/functions/storage/azure-queue.ts';
import type { MessageQueue, QueueMessage } from '../../../local/functions/storage/message-queue.ts';
import { deferred } from './deferred.ts';
import { MemoryQueue } from './memory-queue.ts';
import { namesFrom, useStorage } from './storage-host.ts';

const storage = useStorage();
const freshName = namesFrom('contract');

describe.each<[what: string, make: () => MessageQueue]>([
  ['the queue of the storage SDK', () => azureQueue(storage.queues(), freshName(), 'base64')],
  ['the queue in memory', () => new MemoryQueue('work', new VirtualClock(Date.now()))],
])('%s', (_, make) => {
  test('is made by the first message', async () => {
    const queue = make();
    expect(await queue.exists()).toBe(false);
    await expect(queue.receive(1, 30)).rejects.toThrow();
    await queue.send(Buffer.from('one'));
    expect(await queue.exists()).toBe(true);
  });

  test('hides what was taken, counts it, and shows it again when it is told to', async () => {
    const queue = make();
    await queue.send(Buffer.from('one'));
    const [first] = (await queue.receive(5, 600)) as [QueueMessage];
    expect([first.dequeueCount, String(first.body)]).toEqual([1, 'one']);
    expect(first.nextVisibleMs - first.insertedMs).toBeGreaterThanOrEqual(600_000);
    expect(await queue.receive(5, 600)).toEqual([]);
    expect(await queue.hide(first.id, first.popReceipt, 0)).not.toBe(first.popReceipt);
    expect(await queue.receive(5, 600)).toMatchObject([{ id: first.id, dequeueCount: 2 }]);
  });

  test('lets only the last pop receipt change a message', async () => {
    const queue = make();
    await queue.send(Buffer.from('one'));
    const [first] = (await queue.receive(1, 600)) as [QueueMessage];
    const renewed = (await queue.hide(first.id, first.popReceipt, 0)) ?? '';
    await queue.delete(first.id, first.popReceipt);
    expect(await queue.hide(first.id, first.popReceipt, 600)).toBeUndefined();
    await queue.delete(first.id, renewed);
    await queue.delete(first.id, renewed);
    expect(await queue.receive(1, 600)).toEqual([]);
  });

  test('tells a body that is no base64 by its absence', async () => {
    const queue = make();
    await queue.sendRaw('not base64!');
    expect(await queue.receive(1, 600)).toMatchObject([{ body: undefined, rawText: 'not base64!' }]);
  });
});

/** Lets promises that are settled by now run on. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

function listenTo(queue: MemoryQueue, clock: VirtualClock, run: (message: QueueMessage) => Promise<boolean>) {
  const polls: number[] = [];
  const listener = new QueueListener({
    queue,
    poisonQueueOf: () => undefined,
    settings: {
      batchSize: 16,
      newBatchThreshold: 8,
      maxDequeueCount: 5,
      visibilityTimeoutMs: 0,
      longestPollMs: 1_000,
      messageEncoding: 'base64',
    },
    clock,
    random: () => 0.5,
    run,
    log: () => {},
    polled: () => void polls.push(clock.now()),
    poisoned: () => {},
  });
  listener.start();
  onTestFinished(() => listener.stop());
  return { listener, polls };
}

const minuteMs = 60_000;

test('a message stays hidden as long as its function runs', async () => {
  const clock = new VirtualClock();
  const queue = new MemoryQueue('work', clock);
  await queue.send(Buffer.from('long'));
  const gate = deferred<boolean>();
  const { listener } = listenTo(queue, clock, () => gate.promise);
  await settle();
  for (let minute = 0; minute < 60; minute += 1) {
    clock.advanceBy(minuteMs);
    await settle();
  }
  expect(await queue.receive(1, 0)).toEqual([]);
  gate.resolve(true);
  await listener.stop();
  clock.advanceBy(11 * minuteMs);
  expect(await queue.receive(1, 0)).toEqual([]);
});

test('a message without a poison queue stays hidden after a failure, instead of failing without end', async () => {
  const clock = new VirtualClock();
  const queue = new MemoryQueue('work-poison', clock);
  await queue.send(Buffer.from('bad'));
  let runs = 0;
  const { listener } = listenTo(queue, clock, async () => {
    runs += 1;
    return false;
  });
  await settle();
  clock.advanceBy(9 * minuteMs);
  await settle();
  await listener.stop();
  expect(runs).toBe(1);
});

test('messages that come while the host stops go back to the queue', async () => {
  const clock = new VirtualClock();
  const queue = new MemoryQueue('work', clock);
  await queue.send(Buffer.from('one'));
  const { listener } = listenTo(queue, clock, () => Promise.reject(new Error('must not run')));
  await listener.stop();
  expect(await queue.receive(1, 0)).toHaveLength(1);
});

test('an empty queue is looked at less and less often, after a message at once again', async () => {
  const clock = new VirtualClock();
  const queue = new MemoryQueue('work', clock);
  await queue.send(Buffer.from('one'));
  await queue.receive(1, 600).then(([message]) => queue.delete(message?.id ?? '', message?.popReceipt ?? ''));
  const { polls } = listenTo(queue, clock, async () => true);
  await settle();
  for (let count = 0; count < 5; count += 1) {
    clock.advanceToNext();
    await settle();
  }
  const pauses = polls.slice(1).map((atMs, index) => atMs - (polls[index] ?? 0));
  expect(pauses).toEqual([100, 200, 300, 500, 900]);
});

test('delays between polls are spread by a fifth and end at the longest', () => {
  const backOff = (random: number) => {
    const delays = new BackOff(100, 2_000, () => random);
    return Array.from({ length: 8 }, (_, index) => Math.round(delays.next(index === 7)));
  };
  expect(backOff(0)).toEqual([100, 180, 260, 420, 740, 1380, 2000, 100]);
  expect(backOff(1)).toEqual([100, 220, 340, 580, 1060, 2000, 2000, 100]);
});
