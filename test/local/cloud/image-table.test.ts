import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { followImageTable } from '../../../local/cloud/image-table.ts';

function imagesFile(): { file: string; write(content: string): void } {
  const directory = mkdtempSync(join(tmpdir(), 'images-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, 'images.json');
  return { file, write: (content) => writeFileSync(file, content) };
}

const job = (command: string) => JSON.stringify({ 'my/job:1': { command: [command] } });

test('reads images.json again when it has changed, also when it was not there', () => {
  const { file, write } = imagesFile();
  const images = followImageTable(
    file,
    () => ({}),
    () => {},
  );
  expect(images()['my/job:1']).toBeUndefined();
  write(job('/bin/one'));
  expect(images()['my/job:1']?.command).toEqual(['/bin/one']);
  write(job('/bin/other'));
  expect(images()['my/job:1']?.command).toEqual(['/bin/other']);
});

test('keeps the last good table while the file is spoiled, and says so once', () => {
  const { file, write } = imagesFile();
  write(job('/bin/one'));
  const problems: string[] = [];
  const images = followImageTable(
    file,
    () => ({}),
    (message) => problems.push(message),
  );
  write('{"my/job:1": {"command": []}}');
  expect(images()['my/job:1']?.command).toEqual(['/bin/one']);
  images();
  expect(problems).toEqual([expect.stringMatching(/images\.json" is not a table of images: .*command/s)]);
});

test('refuses to start with a spoiled file', () => {
  const { file, write } = imagesFile();
  write('{');
  const start = () =>
    followImageTable(
      file,
      () => ({}),
      () => {},
    );
  expect(start).toThrow(/is not a table of images.*Example:/s);
});
