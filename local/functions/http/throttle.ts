/** host.json's `maxConcurrentRequests` and `maxOutstandingRequests`; -1: no limit. */
export class Throttle {
  readonly #maxConcurrent: number;
  readonly #maxOutstanding: number;
  #outstanding = 0;
  #running = 0;
  #waiting: (() => void)[] = [];

  constructor(maxConcurrent: number, maxOutstanding: number) {
    this.#maxConcurrent = maxConcurrent < 1 ? Number.POSITIVE_INFINITY : maxConcurrent;
    this.#maxOutstanding = maxOutstanding < 1 ? Number.POSITIVE_INFINITY : maxOutstanding;
  }

  /** No further request can enter. */
  get isFull(): boolean {
    return this.#outstanding >= this.#maxOutstanding;
  }

  /** Undefined when too many requests are outstanding; else resolves when the request may run. */
  enter(): Promise<void> | true | undefined {
    if (this.isFull) return undefined;
    this.#outstanding += 1;
    if (this.#running < this.#maxConcurrent) {
      this.#running += 1;
      return true;
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    this.#outstanding -= 1;
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running -= 1;
  }
}
