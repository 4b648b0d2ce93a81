import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A directory that is gone when the test has ended. */
export function tempDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'durable-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** What a crash at this moment would leave: the file and its log as they stand on the disk. */
export function crashCopy(file: string): string {
  const copy = join(tempDirectory(), 'copy.db');
  for (const end of ['', '-wal']) if (existsSync(file + end)) copyFileSync(file + end, copy + end);
  return copy;
}
