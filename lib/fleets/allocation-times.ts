import type { AllocationTimes } from '../../contract/fleet-views.ts';

/** Of the last so many allocations. */
const mostKept = 1_000;

/** How long the last allocations of a fleet took in this process. */
export class KeptAllocationTimes {
  readonly #times: number[] = [];
  #count = 0;

  add(milliseconds: number): void {
    this.#times[this.#count % mostKept] = milliseconds;
    this.#count += 1;
  }

  /** Undefined before the first. */
  summary(): AllocationTimes | undefined {
    if (this.#times.length === 0) return undefined;
    const sorted = [...this.#times].sort((one, other) => one - other);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    return { count: sorted.length, medianMs: at(0.5), p99Ms: at(0.99) };
  }
}
