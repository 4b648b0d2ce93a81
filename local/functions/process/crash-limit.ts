import type { Clock } from '../../clock.ts';

/** How often a host may end by itself before it is no longer started again, and within what time. */
const crashesAllowed = 5;
const withinMs = 30_000;

/** Tells a host that crashes now and then from one that cannot live. */
export class CrashLimit {
  readonly #clock: Clock;
  #crashes: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Notes a crash; true when they come too fast. */
  crashed(): boolean {
    const now = this.#clock.now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < withinMs), now];
    return this.#crashes.length >= crashesAllowed;
  }

  /** Begins to count anew, for code that has changed. */
  forget(): void {
    this.#crashes = [];
  }

  get words(): string {
    return `${crashesAllowed} times within ${withinMs / 1000} s`;
  }
}
