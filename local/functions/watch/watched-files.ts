import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { readJsonFile } from '../settings/json-file.ts';

/** The state of what is watched: files by path from the app's directory, and the directories they lie in. */
export type WatchedFiles = { files: Map<string, string>; directories: Set<string> };

const code = /\.(js|mjs|cjs)$/i;
/** Other JSON files are the app's own business: it may write them while it runs. */
const settingsFiles = ['package.json', 'host.json', 'local.settings.json'];

/**
 * Reads which files of an app its host depends on, and when they changed last: code, settings, and what `watchFiles` and
 * `watchDirectories` of host.json name. Packages, hidden folders and the host's own data are none of them.
 */
export async function readWatchedFiles(root: string, ignored: string | undefined): Promise<WatchedFiles> {
  const state: WatchedFiles = { files: new Map(), directories: new Set() };
  const { watchFiles, watchDirectories } =
    (await readJsonFile(join(root, 'host.json')).catch(() => {})) ?? {};
  const names = new Set(settingsFiles.map((name) => join(root, name)));
  const anywhere = new Set(texts(watchFiles));
  const isWatched = (path: string): boolean =>
    code.test(path) || names.has(path) || anywhere.has(basename(path));
  await scan(root, state, root, isWatched, (path) => isSkipped(path) || path === ignored);
  for (const directory of texts(watchDirectories))
    await scan(
      join(root, directory),
      state,
      root,
      () => true,
      (path) => basename(path) === 'node_modules' || path === ignored,
    );
  return state;
}

/** The files that were added, removed or written between two readings. */
export function changedFiles(before: WatchedFiles, after: WatchedFiles): string[] {
  const paths = new Set([...before.files.keys(), ...after.files.keys()]);
  return [...paths].filter((path) => before.files.get(path) !== after.files.get(path)).sort();
}

function isSkipped(directory: string): boolean {
  const name = basename(directory);
  return name === 'node_modules' || name.startsWith('.');
}

async function scan(
  directory: string,
  state: WatchedFiles,
  root: string,
  isWatched: (path: string) => boolean,
  isSkippedHere: (path: string) => boolean,
): Promise<void> {
  // What vanishes while it is read is not there.
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => undefined);
  if (!entries) return;
  state.directories.add(directory);
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      if (!isSkippedHere(path)) await scan(path, state, root, isWatched, isSkippedHere);
    } else if (isWatched(path)) {
      const stats = await stat(path).catch(() => undefined);
      if (stats) state.files.set(relative(root, path), `${stats.mtimeMs} ${stats.size} ${stats.ino}`);
    }
  }
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
