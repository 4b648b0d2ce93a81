import type { BitReader, BitWriter } from './bits.ts';

type Branch = { 0?: Branch | number; 1?: Branch | number };

/** A code that does not change: for each symbol its bits, in the order in which they are sent. */
export class PrefixCode {
  readonly #codes: readonly string[];
  readonly #root: Branch = {};

  constructor(codes: readonly string[]) {
    this.#codes = codes;
    codes.forEach((code, symbol) => {
      let branch = this.#root;
      for (const bit of code.slice(0, -1)) {
        const key = bit === '1' ? 1 : 0;
        branch[key] ??= {};
        branch = branch[key] as Branch;
      }
      branch[code.endsWith('1') ? 1 : 0] = symbol;
    });
  }

  write(bits: BitWriter, symbol: number): void {
    for (const bit of this.#codes[symbol] ?? '') bits.write(Number(bit));
  }

  /** Undefined when the bits end, or are of no symbol. */
  read(bits: BitReader): number | undefined {
    let found: Branch | number | undefined = this.#root;
    while (typeof found === 'object') {
      if (bits.isAtEnd) return undefined;
      found = found[bits.read() ? 1 : 0];
    }
    return found;
  }
}
