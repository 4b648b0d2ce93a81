/** Addresses per emulator; the quota of groups of a region is below it. */
const blockSize = 254;

/**
 * Gives each group a loopback address of its own. The block follows from the emulator's port, so that two
 * emulators on one machine do not give out the same address; address `n` is 127.(port high).(port low).n.
 */
export class GroupAddresses {
  readonly #prefix: string;
  readonly #taken = new Set<string>();

  constructor(port: number) {
    // 127.0.* is left to the machine, whose services listen there.
    this.#prefix = `127.${Math.max(port >> 8, 1)}.${port & 255}`;
  }

  take(): string {
    for (let n = 1; n <= blockSize; n++) {
      const address = `${this.#prefix}.${n}`;
      if (this.#taken.has(address)) continue;
      this.#taken.add(address);
      return address;
    }
    throw new Error(`all ${blockSize} addresses of ${this.#prefix}.* are taken`);
  }

  release(address: string | undefined): void {
    if (address) this.#taken.delete(address);
  }
}
