import { type BenchTrap, TrapError, type TrapFacts } from './trap-error.ts';

export type Strictness = boolean | { allow: readonly BenchTrap[] };

/** The traps that a host ran into. Each is thrown once, at the first of the host's waits that can throw it. */
export class Traps {
  readonly found: TrapError[] = [];
  readonly #isOn: boolean;
  readonly #allowed: ReadonlySet<BenchTrap>;
  #thrown = 0;
  #whenNew: Promise<void> | undefined;
  #tell: () => void = () => {};

  constructor(strict: Strictness) {
    this.#isOn = strict !== false;
    this.#allowed = new Set(typeof strict === 'object' ? strict.allow : []);
  }

  watchesFor(trap: BenchTrap): boolean {
    return this.#isOn && !this.#allowed.has(trap);
  }

  /** Undefined when the host does not mind. */
  add(facts: TrapFacts): TrapError | undefined {
    if (!this.watchesFor(facts.trap)) return undefined;
    const error = new TrapError(facts);
    this.found.push(error);
    this.#tell();
    this.#whenNew = undefined;
    return error;
  }

  /** Throws the first trap that nobody has heard of; the others of the same moment mostly follow from it. */
  throwNew(): void {
    const error = this.found[this.#thrown];
    this.#thrown = this.found.length;
    if (error) throw error;
  }

  /** Resolves when a trap is found that nobody has heard of. */
  whenNew(): Promise<void> {
    if (this.#thrown < this.found.length) return Promise.resolve();
    this.#whenNew ??= new Promise((resolve) => {
      this.#tell = resolve;
    });
    return this.#whenNew;
  }
}
