import type { ItemCounts, ItemEnd, ItemStatus } from '../../../contract/job-items.ts';

const letters: Record<ItemStatus, string> = {
  pending: '-',
  running: 'r',
  succeeded: 's',
  failed: 'f',
  cancelled: 'c',
  terminated: 't',
  skipped: 'k',
};

const statuses = new Map(Object.entries(letters).map(([status, letter]) => [letter, status as ItemStatus]));

/**
 * How each item of an array or a graph stands, by its position. An item ends once: whatever is told again changes nothing, and
 * each call costs as little with ten thousand items as with ten, because a replay makes all of them again.
 */
export class ItemBoard {
  readonly counts: ItemCounts;
  readonly #states: ItemStatus[];
  readonly #running = new Set<number>();
  /** Of each item the needs that have not succeeded yet. */
  readonly #unmet: number[];
  readonly #dependants: number[][];
  /** No item before this one is pending. */
  #firstPending = 0;

  /** `needs` of an array are absent; `text` is what an earlier board was stored as. */
  constructor(
    items: number,
    { needs, text }: { needs?: readonly number[][] | undefined; text?: string | undefined } = {},
  ) {
    this.#states = Array.from({ length: items }, (_, n) => statuses.get(text?.[n] ?? '-') ?? 'pending');
    this.counts = countsOf(this.#states);
    this.#states.forEach((status, n) => {
      if (status === 'running') this.#running.add(n);
    });
    this.#dependants = dependantsOf(needs ?? [], items);
    this.#unmet = Array.from(
      { length: items },
      (_, n) => (needs?.[n] ?? []).filter((need) => this.#states[need] !== 'succeeded').length,
    );
  }

  get running(): number[] {
    return [...this.#running];
  }

  /** The first items that may start now, at most `count`. */
  ready(count: number): number[] {
    while (this.#states[this.#firstPending] && this.#states[this.#firstPending] !== 'pending')
      this.#firstPending++;
    const found: number[] = [];
    for (let n = this.#firstPending; n < this.#states.length && found.length < count; n++)
      if (this.#states[n] === 'pending' && this.#unmet[n] === 0) found.push(n);
    return found;
  }

  start(items: readonly number[]): void {
    for (const item of items) {
      if (this.#states[item] !== 'pending') continue;
      this.#move(item, 'running');
      this.#running.add(item);
    }
  }

  /** What needs an item that did not succeed is skipped, and so is what needs that. */
  end(item: number, status: ItemEnd): void {
    if (!this.#running.delete(item)) return;
    this.#move(item, status);
    if (status === 'succeeded') {
      for (const dependant of this.#dependants[item] ?? [])
        this.#unmet[dependant] = (this.#unmet[dependant] ?? 0) - 1;
    } else {
      this.#skipAfter(item);
    }
  }

  skipPending(): void {
    if (this.counts.pending === 0) return;
    this.#states.forEach((status, item) => {
      if (status === 'pending') this.#move(item, 'skipped');
    });
  }

  /** For the next life of the run. */
  toText(): string {
    return this.#states.map((status) => letters[status]).join('');
  }

  #skipAfter(item: number): void {
    const rest = [item];
    for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
      for (const dependant of this.#dependants[next] ?? []) {
        if (this.#states[dependant] !== 'pending') continue;
        this.#move(dependant, 'skipped');
        rest.push(dependant);
      }
    }
  }

  #move(item: number, to: ItemStatus): void {
    this.counts[this.#states[item] ?? 'pending']--;
    this.counts[to]++;
    this.#states[item] = to;
  }
}

function countsOf(states: readonly ItemStatus[]): ItemCounts {
  const counts = Object.fromEntries(Object.keys(letters).map((status) => [status, 0])) as ItemCounts;
  for (const status of states) counts[status]++;
  return counts;
}

function dependantsOf(needs: readonly number[][], items: number): number[][] {
  const dependants: number[][] = Array.from({ length: needs.length === 0 ? 0 : items }, () => []);
  needs.forEach((all, item) => {
    for (const need of all) dependants[need]?.push(item);
  });
  return dependants;
}
