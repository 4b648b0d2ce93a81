import type { ExpiringFiles, TargetName } from '../../contract/releases.ts';
import type { Targets } from '../ports/targets.ts';

/** What one call of the clean-up deletes: seconds of work. */
const pathsPerDocument = 2_000;

/** Stores what is to be deleted later, in documents of a bounded size. `name` makes them this run's. */
export class ExpiringWriter {
  readonly #targets: Targets;
  readonly #target: TargetName;
  readonly #name: string;
  readonly #files: Omit<ExpiringFiles, 'paths'>;
  #paths: string[] = [];
  #documents = 0;

  constructor(targets: Targets, target: TargetName, name: string, files: Omit<ExpiringFiles, 'paths'>) {
    this.#targets = targets;
    this.#target = target;
    this.#name = name;
    this.#files = files;
  }

  async add(path: string): Promise<void> {
    this.#paths.push(path);
    if (this.#paths.length === pathsPerDocument) await this.end();
  }

  /** Stores what is left. */
  async end(): Promise<void> {
    const paths = this.#paths;
    this.#paths = [];
    if (paths.length === 0) return;
    const name = `${this.#name}-${this.#documents++}`;
    await this.#targets.addExpiring(this.#target, name, { ...this.#files, paths });
  }
}
