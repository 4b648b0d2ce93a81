/** Lets work begin while what is under way stays within a number of bytes and of pieces; others wait in their order. */
export class ByteBudget {
  readonly #most: { bytes: number; pieces: number };
  readonly #waiting: Array<{ bytes: number; begin: () => void }> = [];
  #bytes = 0;
  #pieces = 0;

  constructor(most: { bytes: number; pieces: number }) {
    this.#most = most;
  }

  /** One piece that is larger than the whole budget runs alone. */
  async run<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    const share = Math.min(bytes, this.#most.bytes);
    if (this.#waiting.length > 0 || !this.#fits(share))
      await new Promise<void>((begin) => this.#waiting.push({ bytes: share, begin }));
    else this.#take(share);
    try {
      return await work();
    } finally {
      this.#bytes -= share;
      this.#pieces -= 1;
      this.#next();
    }
  }

  #fits(bytes: number): boolean {
    return this.#bytes + bytes <= this.#most.bytes && this.#pieces < this.#most.pieces;
  }

  #take(bytes: number): void {
    this.#bytes += bytes;
    this.#pieces += 1;
  }

  #next(): void {
    for (let first = this.#waiting[0]; first && this.#fits(first.bytes); first = this.#waiting[0]) {
      this.#waiting.shift();
      this.#take(first.bytes);
      first.begin();
    }
  }
}
