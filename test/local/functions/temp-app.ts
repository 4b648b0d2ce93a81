import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

const nodeModules = resolve(import.meta.dirname, '../../../node_modules');

/** An empty directory that is removed when the test ends. */
export async function tempDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'functions-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Writes an app's files and gives it our packages; removed when the test ends. */
export async function tempApp(files: Record<string, string | object>): Promise<string> {
  const directory = await tempDirectory();
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  }
  await symlink(nodeModules, join(directory, 'node_modules'));
  return directory;
}
