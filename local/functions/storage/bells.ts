import type { RunningTrigger } from '../trigger-service.ts';

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

/** What looks for work again and again, and at once when it is woken. */
export type BellListener = RunningTrigger & { start(): void; wake(): void };

/** Starts what the bell of that name wakes; it is stopped with what this returns. */
export function startOnBell(listener: BellListener, bells: Bells, name: string): RunningTrigger {
  const unsubscribe = bells.on(name, listener.wake);
  listener.start();
  return {
    async stop() {
      unsubscribe();
      await listener.stop();
    },
    async abandon() {
      await listener.abandon?.();
    },
  };
}
