import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openLogFile } from '../../../local/cloud/log-file.ts';

function temporaryPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'slipway.log');
}

test('lines of all parts are in one file when it is closed', async () => {
  const path = temporaryPath();
  const log = openLogFile(path, () => {});
  log.line('cdn')('one');
  log.line('git')('two');
  await log.close();
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => line.replace(/^\S+ /, ''))).toEqual(['cdn one', 'git two']);
});

test('a file that cannot be written is told once, and written again when it can be', async () => {
  const path = temporaryPath();
  mkdirSync(path);
  const problems: Error[] = [];
  const log = openLogFile(path, (error) => problems.push(error));
  log.line('cdn')('lost');
  await vi.waitUntil(() => problems.length > 0);
  log.line('cdn')('lost, too');
  await log.close();
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ code: 'EISDIR' });

  rmSync(path, { recursive: true });
  log.line('cdn')('there again');
  await log.close();
  expect(readFileSync(path, 'utf8')).toContain('cdn there again');
  await expect(log.close()).resolves.toBeUndefined();
});
