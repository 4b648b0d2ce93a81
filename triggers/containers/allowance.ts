import type { Clock } from '../../lib/ports/clock.ts';

const mostRemembered = 10_000;

/** So many times at once, and once more after each `everySeconds`. Known to this process alone: it bounds, and need not be exact. */
export class Allowance {
  readonly #left = new Map<string, { times: number; at: number }>();
  readonly #clock: Clock;
  readonly #most: number;
  readonly #everyMs: number;

  constructor(clock: Clock, { most, everySeconds }: { most: number; everySeconds: number }) {
    this.#clock = clock;
    this.#most = most;
    this.#everyMs = everySeconds * 1_000;
  }

  isLeft(key: string): boolean {
    return this.#timesOf(key) >= 1;
  }

  take(key: string): void {
    const times = this.#timesOf(key) - 1;
    // The one that was asked for last stands last, so that the oldest is forgotten.
    this.#left.delete(key);
    const [oldest] = this.#left.keys();
    if (oldest !== undefined && this.#left.size >= mostRemembered) this.#left.delete(oldest);
    this.#left.set(key, { times, at: this.#clock.now().getTime() });
  }

  #timesOf(key: string): number {
    const known = this.#left.get(key);
    if (!known) return this.#most;
    return Math.min(this.#most, known.times + (this.#clock.now().getTime() - known.at) / this.#everyMs);
  }
}
