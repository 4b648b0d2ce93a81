import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDataFolder } from '../../../local/cloud/data-folder.ts';
import { LocalCloudError } from '../../../local/cloud/local-cloud-error.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-data-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function opened(directory: string, reset = false) {
  const folder = openDataFolder(directory, { reset });
  onTestFinished(() => folder.release());
  return folder;
}

/** The one sentence that a person gets. */
function refusal(directory: string): string {
  try {
    openDataFolder(directory, { reset: false }).release();
  } catch (error) {
    expect(error).toBeInstanceOf(LocalCloudError);
    return (error as Error).message;
  }
  throw new Error('The folder was opened.');
}

test('secrets are made once, for their owner only', () => {
  const directory = temporaryFolder();
  const first = openDataFolder(directory, { reset: false });
  first.release();
  expect(opened(directory).secrets).toEqual(first.secrets);
  expect(statSync(join(directory, 'secrets.json')).mode & 0o777).toBe(0o600);
});

test.each(['{"callback": "abc', '{}', 'null', '{"callback":1,"githubWebhook":2}', ''])(
  'broken secrets, %j, are named with what to do, and the folder is free again',
  (text) => {
    const directory = temporaryFolder();
    openDataFolder(directory, { reset: false }).release();
    writeFileSync(join(directory, 'secrets.json'), text);
    expect(refusal(directory)).toMatch(/secrets\.json" cannot be used.*delete it/);
    rmSync(join(directory, 'secrets.json'));
    expect(opened(directory).secrets.callback).toHaveLength(64);
  },
);

test('a folder that cannot be written says why and what to do', () => {
  const directory = temporaryFolder();
  const file = join(directory, 'file');
  writeFileSync(file, 'text');
  expect(refusal(join(file, 'data'))).toMatch(
    /cannot be written: a part of its path is no folder\..*--data DIR/,
  );
  expect(refusal(file)).toContain('--data DIR');
  expect(readFileSync(file, 'utf8')).toBe('text');
});

test('a reset empties the folder, but only one of a local cloud', () => {
  const directory = temporaryFolder();
  const before = openDataFolder(directory, { reset: false });
  mkdirSync(before.path('storage'));
  before.release();
  expect(opened(directory, true).secrets).not.toEqual(before.secrets);
  expect(existsSync(before.path('storage'))).toBe(false);

  const foreign = temporaryFolder();
  writeFileSync(join(foreign, 'photo.jpg'), '');
  expect(() => openDataFolder(foreign, { reset: true })).toThrow("not a local cloud's");
  expect(existsSync(join(foreign, 'photo.jpg'))).toBe(true);
});
