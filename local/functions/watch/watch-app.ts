import { type FSWatcher, watch } from 'node:fs';
import type { Clock } from '../../clock.ts';
import { changedFiles, readWatchedFiles, type WatchedFiles } from './watched-files.ts';

export type WatchOptions = {
  /** The app's directory. */
  directory: string;
  /** A directory within it that the host itself writes. */
  ignored: string | undefined;
  clock: Clock;
  /** Called with the paths of changed files, from the app's directory, once they have settled. */
  onChange(files: string[]): void;
  /** Called when a directory cannot be watched. */
  onProblem(reason: string): void;
};

/** Compilers and editors write many files, or one in several steps. */
const settleMs = 150;

/**
 * Tells when the files that a host depends on have changed. Directories are watched one by one, since watching a whole tree
 * would include node_modules; what an event is about is found out by comparing, so touching a file without a change of it
 * does no harm.
 */
export async function watchApp(options: WatchOptions): Promise<{ close(): void }> {
  const { directory, ignored, clock, onChange, onProblem } = options;
  const watchers = new Map<string, FSWatcher>();
  let known: WatchedFiles = await readWatchedFiles(directory, ignored);
  let cancelPending: () => void = () => {};
  let isClosed = false;
  let reading: Promise<void> = Promise.resolve();

  const follow = (directories: ReadonlySet<string>): void => {
    for (const [path, watcher] of watchers) {
      if (directories.has(path)) continue;
      watcher.close();
      watchers.delete(path);
    }
    for (const path of directories) {
      if (watchers.has(path)) continue;
      try {
        const watcher = watch(path, touched);
        // A directory that is removed; its parent has an event too.
        watcher.on('error', touched);
        watchers.set(path, watcher);
      } catch (error) {
        onProblem((error as Error).message);
        // The system's limit of watches, most likely: the others would fail too.
        return;
      }
    }
  };
  const compare = async (): Promise<void> => {
    const now = await readWatchedFiles(directory, ignored);
    if (isClosed) return;
    const changed = changedFiles(known, now);
    known = now;
    const isNew = [...now.directories].some((path) => !watchers.has(path));
    follow(now.directories);
    // A new directory may have been filled before it was watched.
    if (isNew) touched();
    if (changed.length > 0) onChange(changed);
  };
  function touched(): void {
    cancelPending();
    if (isClosed) return;
    cancelPending = clock.at(clock.now() + settleMs, () => {
      reading = reading.then(compare);
    });
  }

  follow(known.directories);
  // What changed between the first reading and the watching.
  touched();
  return {
    close() {
      isClosed = true;
      cancelPending();
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}
