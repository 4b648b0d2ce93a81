/** Time as a dependency: everything in `local/` that waits or dates something asks a clock. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `action` once, never early, when the clock reaches `dueMs`; returns a function that cancels it. */
  at(dueMs: number, action: () => void): () => void;
}

/** The longest delay that Node's setTimeout takes; a longer one would fire at once. */
const longestTimeoutMs = 2 ** 31 - 1;

/** The machine's clock. Its timers keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  at(dueMs, action) {
    let cancel = (): void => {};
    // Node rounds delays and may fire a millisecond early, so the due time is checked again.
    const arm = (): void => {
      const remaining = dueMs - Date.now();
      const fire = (): void => (Date.now() >= dueMs ? action() : arm());
      if (remaining <= 0) {
        // A timer would take a millisecond at least.
        const handle = setImmediate(fire);
        cancel = () => clearImmediate(handle);
      } else {
        const handle = setTimeout(fire, Math.min(remaining, longestTimeoutMs));
        cancel = () => clearTimeout(handle);
      }
    };
    arm();
    return () => cancel();
  },
};

type VirtualTimer = { dueMs: number; sequence: number; action: () => void };

/** A clock that stands still until it is moved; timers fire in order of due time, then of creation. */
export class VirtualClock implements Clock {
  #nowMs: number;
  #sequence = 0;
  /** Sorted, the next one last. */
  readonly #timers: VirtualTimer[] = [];

  constructor(startMs = Date.UTC(2026, 0, 1)) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  at(dueMs: number, action: () => void): () => void {
    const timer = { dueMs, sequence: this.#sequence++, action };
    this.#timers.splice(this.#placeOf(timer), 0, timer);
    return () => {
      const place = this.#placeOf(timer);
      if (this.#timers[place] === timer) this.#timers.splice(place, 1);
    };
  }

  /** The due time of the next timer, or undefined when none is set. */
  get nextDueMs(): number | undefined {
    return this.#timers.at(-1)?.dueMs;
  }

  /** Moves to the next timer and fires it; false when none is set. */
  advanceToNext(): boolean {
    const next = this.#timers.pop();
    if (!next) return false;
    this.#nowMs = Math.max(this.#nowMs, next.dueMs);
    next.action();
    return true;
  }

  /** Moves forward by `durationMs`, firing on the way what falls due. */
  advanceBy(durationMs: number): void {
    const target = this.#nowMs + durationMs;
    while ((this.nextDueMs ?? Number.POSITIVE_INFINITY) <= target) this.advanceToNext();
    this.#nowMs = target;
  }

  /** Where the timer stands, or would: before the first that does not come after it. */
  #placeOf(timer: VirtualTimer): number {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (comesAfter(this.#timers[middle] as VirtualTimer, timer)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function comesAfter(one: VirtualTimer, other: VirtualTimer): boolean {
  return one.dueMs > other.dueMs || (one.dueMs === other.dueMs && one.sequence > other.sequence);
}
