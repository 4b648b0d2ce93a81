/** Counts what is going on, so that others can wait until nothing is. */
export class BusyCount {
  #count = 0;
  #waiting: (() => void)[] = [];

  begin(): void {
    this.#count++;
  }

  end(): void {
    this.#count--;
    if (this.#count === 0 && this.#waiting.length > 0) setImmediate(() => this.#release());
  }

  get isIdle(): boolean {
    return this.#count === 0;
  }

  /** Resolves at the next moment at which nothing is going on, never at once. */
  whenIdle(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      setImmediate(() => this.#release());
    });
  }

  #release(): void {
    if (this.#count > 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
