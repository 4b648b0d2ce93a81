import { statfs } from 'node:fs/promises';
import type { Clock } from '../clock.ts';

/** A publish of a small site needs a few megabytes; below this something is about to fail. */
const lowBytes = 16 * 1024 * 1024;
const lookEveryMs = 5_000;

export type DiskWatchOptions = {
  directory: string;
  clock: Clock;
  /** Called once each time the disk gets low. */
  onLow: (freeMegabytes: number) => void;
  freeBytes?: (directory: string) => Promise<number>;
};

/** Tells when the disk of a folder is nearly full, which is seen otherwise only in what fails. */
export function watchDisk(options: DiskWatchOptions): { stop(): void } {
  const { directory, clock, onLow, freeBytes = freeBytesOf } = options;
  let isLow = false;
  let cancel = (): void => {};
  let isStopped = false;
  const look = async (): Promise<void> => {
    const free = await freeBytes(directory).catch(() => undefined);
    if (isStopped) return;
    if (free !== undefined) {
      if (free < lowBytes && !isLow) onLow(Math.floor(free / 1024 / 1024));
      isLow = free < lowBytes;
    }
    cancel = clock.at(clock.now() + lookEveryMs, () => void look());
  };
  void look();
  return {
    stop() {
      isStopped = true;
      cancel();
    },
  };
}

async function freeBytesOf(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}
