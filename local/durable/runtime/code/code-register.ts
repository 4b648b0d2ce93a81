import { createHash } from 'node:crypto';
import type { CodeVersion, DurableFunctions } from '../../functions-port.ts';
import type { Store } from '../../store/store.ts';

/** Keeps with which code executions began. An orchestrator's code can't change while the process lives: it is hashed once. */
export class CodeRegister {
  readonly #functions: DurableFunctions;
  readonly #store: Store;
  readonly #ids = new Map<string, string>();

  constructor(functions: DurableFunctions, store: Store) {
    this.#functions = functions;
    this.#store = store;
  }

  /** To be called within a change: under which id the orchestrator's code of today is kept; null when it is unknown. */
  keep(name: string): string | null {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const version = this.#functions.codeOf?.(name);
    if (!version) return null;
    const build = version.files ? hash(JSON.stringify(version.files)) : null;
    // The same code has the same id in every process, so nothing depends on a commit that may yet fail.
    const id = hash(`${version.source} ${build}`);
    this.#store.code.insert(id, version, build);
    this.#ids.set(name, id);
    return id;
  }

  /** The code with which the present execution of an instance began, if that was kept. */
  atStart(key: number): CodeVersion | undefined {
    const id = this.#store.history.codeAtStart(key);
    return id === undefined ? undefined : this.#store.code.find(id);
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
