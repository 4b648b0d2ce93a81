import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export type Keys = {
  masterKey: string;
  /** Keys of all functions, by name. */
  functionKeys: Record<string, string>;
  /** Keys of extensions, by name. */
  systemKeys: Record<string, string>;
  /** Keys of single functions: function name in lower case, then key name. */
  functions: Record<string, Record<string, string>>;
};

const newKey = (): string => randomBytes(40).toString('base64url');

/** The app's keys, in `keys.json` of the data folder; made up at first start, kept in memory without a folder. */
export class KeyStore {
  readonly keys: Keys;
  readonly #path: string | undefined;

  private constructor(keys: Keys, path: string | undefined) {
    this.keys = keys;
    this.#path = path;
  }

  static async open(directory: string | undefined): Promise<KeyStore> {
    const path = directory === undefined ? undefined : join(directory, 'keys.json');
    const stored = path === undefined ? {} : await readKeys(path);
    const store = new KeyStore(
      {
        masterKey: stored.masterKey ?? newKey(),
        functionKeys: { default: newKey(), ...stored.functionKeys },
        systemKeys: { durabletask_extension: newKey(), eventgrid_extension: newKey(), ...stored.systemKeys },
        functions: { ...stored.functions },
      },
      path,
    );
    await store.save();
    return store;
  }

  get durableKey(): string {
    return this.keys.systemKeys.durabletask_extension ?? '';
  }

  async save(): Promise<void> {
    if (this.#path === undefined) return;
    await mkdir(dirname(this.#path), { recursive: true });
    // Written beside and renamed: a crash leaves the old keys whole. For the owner's eyes only.
    const beside = `${this.#path}.new`;
    await writeFile(beside, JSON.stringify(this.keys, null, 2), { mode: 0o600 });
    await rename(beside, this.#path);
  }
}

async function readKeys(path: string): Promise<Partial<Keys>> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`Cannot read the function keys in "${path}": ${(error as Error).message}`, {
      cause: error,
    });
  }
}
