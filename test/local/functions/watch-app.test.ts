import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../local/clock.ts';
import { watchApp } from '../../../local/functions/watch/watch-app.ts';
import { changedFiles, readWatchedFiles } from '../../../local/functions/watch/watched-files.ts';
import { tempApp } from './temp-app.ts';

const files = {
  'package.json': { main: 'dist/*.js' },
  'host.json': {},
  'dist/main.js': '1',
  'dist/data.json': '1',
  '.git/hook.js': '1',
  'state/durable.js': '1',
};

const namesIn = async (root: string): Promise<string[]> =>
  [...(await readWatchedFiles(root, join(root, 'state'))).files.keys()].sort();

describe('what is watched', () => {
  test('code and settings, but no packages, hidden folders, data of the host or other JSON', async () => {
    expect(await namesIn(await tempApp(files))).toEqual(['dist/main.js', 'host.json', 'package.json']);
  });

  test('files and folders that host.json names', async () => {
    const root = await tempApp({
      ...files,
      'host.json': { watchFiles: ['data.json'], watchDirectories: ['node_modules/own'] },
      'texts/a.txt': '1',
      'texts/node_modules/b.txt': '1',
    });
    expect(await namesIn(root)).toEqual(['dist/data.json', 'dist/main.js', 'host.json', 'package.json']);
    await writeFile(join(root, 'host.json'), '{ "watchDirectories": ["texts", "none"] }');
    expect(await namesIn(root)).toEqual(['dist/main.js', 'host.json', 'package.json', 'texts/a.txt']);
  });
});

test('a file that is added, written or removed has changed', async () => {
  const root = await tempApp({ 'a.js': '1', 'b.js': '1', 'c.js': '1' });
  const before = await readWatchedFiles(root, undefined);
  await rm(join(root, 'a.js'));
  await writeFile(join(root, 'b.js'), '22');
  await utimes(join(root, 'c.js'), new Date(), new Date(0));
  await writeFile(join(root, 'd.mjs'), '1');
  const after = await readWatchedFiles(root, undefined);
  expect(changedFiles(before, after)).toEqual(['a.js', 'b.js', 'c.js', 'd.mjs']);
  expect(changedFiles(after, await readWatchedFiles(root, undefined))).toEqual([]);
});

test('tells of changes, also in folders that are new', async () => {
  const root = await tempApp(files);
  const seen = new Set<string>();
  let look = (): void => {};
  const watcher = await watchApp({
    directory: root,
    ignored: join(root, 'state'),
    clock: systemClock,
    onChange(changed) {
      for (const file of changed) seen.add(file);
      look();
    },
    onProblem: (reason) => {
      throw new Error(reason);
    },
  });
  onTestFinished(() => watcher.close());
  const saw = (file: string): Promise<void> =>
    new Promise((resolve) => {
      look = () => {
        if (seen.has(file)) resolve();
      };
      look();
    });
  await writeFile(join(root, 'dist/main.js'), '22');
  await saw('dist/main.js');
  await mkdir(join(root, 'dist/deep/er'), { recursive: true });
  await writeFile(join(root, 'dist/deep/er/new.js'), '1');
  await saw('dist/deep/er/new.js');
  await writeFile(join(root, 'state/durable.js'), '22');
  await rm(join(root, 'dist/deep'), { recursive: true });
  await writeFile(join(root, 'last.js'), '1');
  await saw('last.js');
  expect([...seen].sort()).toEqual(['dist/deep/er/new.js', 'dist/main.js', 'last.js']);
});
