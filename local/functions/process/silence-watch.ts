import type { Clock } from '../../clock.ts';

/** How often a host says that it is alive, and is looked for. */
export const aliveEveryMs = 1000;

/**
 * Finds the process that does nothing but one function, in an endless loop for example, for longer than a function may take.
 * Counts its own looks instead of the time: a machine that has slept has nobody to blame.
 */
export class SilenceWatch {
  readonly #clock: Clock;
  readonly #onSilence: () => void;
  readonly #looks: number;
  #left: number;
  #cancel: () => void = () => {};

  constructor(clock: Clock, limitMs: number, onSilence: () => void) {
    this.#clock = clock;
    this.#onSilence = onSilence;
    // One more, for the function may begin right after a sign of life.
    this.#looks = Math.ceil(limitMs / aliveEveryMs) + 1;
    this.#left = this.#looks;
    this.#look();
  }

  heard(): void {
    this.#left = this.#looks;
  }

  stop(): void {
    this.#cancel();
  }

  #look(): void {
    this.#cancel = this.#clock.at(this.#clock.now() + aliveEveryMs, () => {
      this.#left -= 1;
      if (this.#left > 0) this.#look();
      else this.#onSilence();
    });
  }
}
