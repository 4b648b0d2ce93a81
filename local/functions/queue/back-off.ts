/** By how much a delay may be off, up and down, so that many pollers do not go in step. */
const spread = 0.2;

/** Delays between polls that find nothing: from the shortest on, doubled each time, up to the longest. */
export class BackOff {
  readonly #shortestMs: number;
  readonly #longestMs: number;
  readonly #random: () => number;
  #exponent = 0;

  constructor(shortestMs: number, longestMs: number, random: () => number = Math.random) {
    this.#shortestMs = shortestMs;
    this.#longestMs = longestMs;
    this.#random = random;
  }

  /** How long to wait now; `found`: something was found since the last time. */
  next(found: boolean): number {
    if (found) {
      this.#exponent = 1;
      return this.#shortestMs;
    }
    const factor = 1 - spread + 2 * spread * this.#random();
    const addedMs = this.#exponent === 0 ? 0 : factor * 2 ** (this.#exponent - 1) * this.#shortestMs;
    const delayMs = this.#shortestMs + addedMs;
    if (delayMs >= this.#longestMs) return this.#longestMs;
    this.#exponent += 1;
    return delayMs;
  }
}
