/** Bits one after the other, the lowest of each byte first. */
export class BitWriter {
  readonly #bytes: number[] = [];
  #count = 0;

  write(bit: number): void {
    if (this.#count % 8 === 0) this.#bytes.push(0);
    this.#bytes[this.#count >> 3] = (this.#bytes[this.#count >> 3] ?? 0) | (bit << (this.#count & 7));
    this.#count++;
  }

  bytes(): Buffer {
    return Buffer.from(this.#bytes);
  }
}

/** Beyond the end there are zeros. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  read(): number {
    const bit = ((this.#bytes[this.#at >> 3] ?? 0) >> (this.#at & 7)) & 1;
    this.#at++;
    return bit;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length * 8;
  }
}
