/** Lets one part of the host tell another at once that it wrote to a queue or a container, instead of at its next poll. */
export class Bells {
  readonly #listeners = new Map<string, Set<() => void>>();

  /** Calls `listener` whenever that name is rung; returns a function that ends it. */
  on(name: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  ring(name: string): void {
    for (const listener of this.#listeners.get(name) ?? []) listener();
  }
}
