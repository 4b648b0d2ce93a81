import type { Stats } from 'node:fs';
import { mkdir, open, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError, parentNotFound, resourceNotFound, shareNotFound } from './file-error.ts';

/** A file or directory of a share; the share itself has no path. */
export type Place = { account: string; share: string; path: string[] };

export type Entry = { name: string; kind: 'file' | 'directory'; size: number };

const shareRule = /^(?!.*--)[a-z0-9][-a-z0-9]{1,61}[a-z0-9]$/;

/** The shares of Azure Files, kept as folders `ACCOUNT/SHARE`, so that containers find them as volumes. */
export class ShareFolders {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async shares(account: string): Promise<string[]> {
    const entries = await readdir(join(this.#directory, account), { withFileTypes: true }).catch(() => []);
    return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  }

  async createShare(place: Place): Promise<Stats> {
    if (!shareRule.test(place.share)) {
      throw new FileError(
        400,
        'InvalidResourceName',
        `The share name '${place.share}' is invalid: 3 to 63 lower-case letters, digits and single '-'.`,
      );
    }
    if (await this.#find(place)) {
      throw new FileError(409, 'ShareAlreadyExists', 'The specified share already exists.');
    }
    await mkdir(this.#pathOf(place), { recursive: true });
    return stat(this.#pathOf(place));
  }

  /** Directory or share. */
  async directory(place: Place): Promise<Stats> {
    const found = await this.#find(place);
    if (found?.isDirectory()) return found;
    throw place.path.length === 0 ? shareNotFound() : await this.#missing(place);
  }

  async file(place: Place): Promise<Stats> {
    const found = await this.#find(place);
    if (found?.isFile()) return found;
    throw await this.#missing(place);
  }

  async createDirectory(place: Place): Promise<Stats> {
    await this.#checkParent(place);
    if (await this.#find(place)) {
      throw new FileError(409, 'ResourceAlreadyExists', 'The specified resource already exists.');
    }
    await mkdir(this.#pathOf(place));
    return this.directory(place);
  }

  /** Makes a file of zeros, in place of one that is there. */
  async createFile(place: Place, size: number): Promise<Stats> {
    await this.#checkParent(place);
    if ((await this.#find(place))?.isDirectory()) {
      throw new FileError(409, 'ResourceTypeMismatch', 'The specified resource is a directory.');
    }
    const file = await open(this.#pathOf(place), 'w');
    try {
      await file.truncate(size);
    } finally {
      await file.close();
    }
    return this.file(place);
  }

  /** Writes within a file, or zeros where there are no data. */
  async write(place: Place, range: { from: number; to: number }, data?: Uint8Array): Promise<Stats> {
    const { size } = await this.file(place);
    const length = range.to - range.from + 1;
    if (range.to >= size || length < 1 || (data && data.length !== length)) {
      throw new FileError(416, 'InvalidRange', `The range specified is invalid for a file of ${size} bytes.`);
    }
    const file = await open(this.#pathOf(place), 'r+');
    try {
      await file.write(data ?? Buffer.alloc(length), 0, length, range.from);
    } finally {
      await file.close();
    }
    return this.file(place);
  }

  /** Where a file lies on this machine. */
  async pathOfFile(place: Place): Promise<string> {
    await this.file(place);
    return this.#pathOf(place);
  }

  /** What is in a directory, by name. */
  async list(place: Place): Promise<Entry[]> {
    await this.directory(place);
    const entries = await readdir(this.#pathOf(place), { withFileTypes: true });
    const known = entries.flatMap((entry) =>
      entry.isDirectory() || entry.isFile() ? [{ name: entry.name, isFile: entry.isFile() }] : [],
    );
    known.sort((one, other) => (one.name < other.name ? -1 : 1));
    return Promise.all(
      known.map(async ({ name, isFile }) => ({
        name,
        kind: isFile ? ('file' as const) : ('directory' as const),
        size: isFile ? (await stat(join(this.#pathOf(place), name))).size : 0,
      })),
    );
  }

  async removeFile(place: Place): Promise<void> {
    await this.file(place);
    await rm(this.#pathOf(place), { force: true });
  }

  async removeDirectory(place: Place): Promise<void> {
    await this.directory(place);
    await rmdir(this.#pathOf(place)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY') throw error;
      throw new FileError(409, 'DirectoryNotEmpty', 'The specified directory is not empty.');
    });
  }

  async removeShare(place: Place): Promise<void> {
    await this.directory(place);
    await rm(this.#pathOf(place), { recursive: true });
  }

  #pathOf({ account, share, path }: Place): string {
    return join(this.#directory, account, share, ...path);
  }

  #find(place: Place): Promise<Stats | undefined> {
    return stat(this.#pathOf(place)).catch(() => undefined);
  }

  async #checkParent(place: Place): Promise<void> {
    if (!(await this.#find({ ...place, path: [] }))) throw shareNotFound();
    const parent = await this.#find({ ...place, path: place.path.slice(0, -1) });
    if (!parent?.isDirectory()) throw parentNotFound();
  }

  /** Why a place is not there. */
  async #missing(place: Place): Promise<FileError> {
    return this.#checkParent(place).then(resourceNotFound, (error: FileError) => error);
  }
}
