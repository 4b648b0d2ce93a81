import type { Clock } from '../../clock.ts';

/** A wait that can be cut short; a call that comes while nobody waits cuts the next wait. */
export class Pause {
  readonly #clock: Clock;
  #called = false;
  #end: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Forgets calls that came before. */
  reset(): void {
    this.#called = false;
  }

  readonly cut = (): void => {
    this.#called = true;
    this.#end?.();
  };

  async wait(durationMs: number): Promise<void> {
    if (this.#called) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.at(this.#clock.now() + durationMs, resolve);
      this.#end = () => {
        cancel();
        resolve();
      };
    });
    this.#end = undefined;
  }
}
