import { BitReader, BitWriter } from './bits.ts';
import { quakeCode } from './quake-code.ts';

/** Writes numbers and text as Quake 3 does: whole bytes coded, single bits as they are. */
export class QuakeWriter {
  readonly #bits = new BitWriter();

  bit(value: 0 | 1): this {
    this.#bits.write(value);
    return this;
  }

  byte(value: number): this {
    quakeCode.write(this.#bits, value & 0xff);
    return this;
  }

  long(value: number): this {
    for (let shift = 0; shift < 32; shift += 8) this.byte(value >> shift);
    return this;
  }

  text(value: string): this {
    for (const byte of Buffer.from(value, 'latin1')) this.byte(byte);
    return this.byte(0);
  }

  bytes(): Buffer {
    return this.#bits.bytes();
  }
}

/** Beyond the end of a message there are zeros. */
export class QuakeReader {
  readonly #bits: BitReader;

  constructor(message: Buffer) {
    this.#bits = new BitReader(message);
  }

  byte(): number {
    return quakeCode.read(this.#bits) ?? 0;
  }

  short(): number {
    return this.byte() | (this.byte() << 8);
  }

  long(): number {
    return this.short() | (this.short() << 16);
  }

  text(): string {
    const bytes: number[] = [];
    for (let byte = this.byte(); byte !== 0; byte = this.byte()) bytes.push(byte);
    return Buffer.from(bytes).toString('latin1');
  }
}
