import { expect, onTestFinished, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { watchDisk } from '../../../local/cloud/watch-disk.ts';

const megabyte = 1024 * 1024;

test('a disk that gets low is told once, and again when it was better meanwhile', async () => {
  const clock = new VirtualClock();
  const told: number[] = [];
  let free = 100 * megabyte;
  const watch = watchDisk({
    directory: '/data',
    clock,
    onLow: (megabytes) => told.push(megabytes),
    freeBytes: async () => free,
  });
  onTestFinished(() => watch.stop());
  const look = async (megabytes: number): Promise<void> => {
    free = megabytes * megabyte;
    await new Promise(setImmediate);
    clock.advanceBy(5_000);
    await new Promise(setImmediate);
  };
  await look(100);
  expect(told).toEqual([]);
  await look(3);
  await look(0);
  expect(told).toEqual([3]);
  await look(500);
  await look(1);
  expect(told).toEqual([3, 1]);
  watch.stop();
  await look(500);
  await look(1);
  expect(told).toEqual([3, 1]);
});
