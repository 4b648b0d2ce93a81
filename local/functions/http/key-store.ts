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

/** Whose keys: all functions', the extensions', or one function's. */
export type KeyScope = { host: 'functionKeys' | 'systemKeys' } | { functionName: string };

/** The name of a key as it is stored; they are compared ignoring case. */
export function findName(keys: Record<string, string>, name: string): string | undefined {
  return Object.keys(keys).find((each) => each.toLowerCase() === name.toLowerCase());
}

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
        systemKeys: {
          durabletask_extension: newKey(),
          eventgrid_extension: newKey(),
          blobs_extension: newKey(),
          ...stored.systemKeys,
        },
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

  /** The keys of one scope, to read. A function gets a key of its own, `default`, when somebody first asks for its keys. */
  async list(scope: KeyScope): Promise<Record<string, string>> {
    if ('host' in scope || this.keys.functions[scope.functionName.toLowerCase()]) return this.#of(scope);
    this.#of(scope).default = newKey();
    await this.save();
    return this.#of(scope);
  }

  /** Sets a key, or makes one up; its value, and whether there was none of that name. */
  async set(scope: KeyScope, name: string, value = newKey()): Promise<{ value: string; isNew: boolean }> {
    const keys = this.#of(scope);
    const known = findName(keys, name);
    keys[known ?? name] = value;
    await this.save();
    return { value, isNew: known === undefined };
  }

  async setMaster(value = newKey()): Promise<string> {
    this.keys.masterKey = value;
    await this.save();
    return value;
  }

  /** False when there is no such key. */
  async delete(scope: KeyScope, name: string): Promise<boolean> {
    const keys = this.#of(scope);
    const known = findName(keys, name);
    if (known === undefined) return false;
    delete keys[known];
    await this.save();
    return true;
  }

  #of(scope: KeyScope): Record<string, string> {
    if ('host' in scope) return this.keys[scope.host];
    const name = scope.functionName.toLowerCase();
    this.keys.functions[name] ??= {};
    return this.keys.functions[name];
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
